/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_PYTHON_RADIO_LAWS_H
#define EDGE_AI_PYTHON_RADIO_LAWS_H

#include "laws.h"

namespace ns3
{
namespace edgeai
{

/// @param [in,out] structs gets those that laws of links and queues give
void DescribeRadioLaws(nlohmann::ordered_json& structs);

/// @param [in,out] module gets laws of links and queues
void AddRadioLaws(pybind11::module_& module);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_PYTHON_RADIO_LAWS_H
