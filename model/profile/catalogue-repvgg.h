/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CATALOGUE_REPVGG_H
#define EDGE_AI_CATALOGUE_REPVGG_H

#include "catalogue-entry.h"

namespace ns3
{
namespace edgeai
{

/// @returns RepVGG-B3, whose blocks have names as in measured tables: "stage1.0", "stage1.1", ...
CatalogueEntry MakeRepVggB3();

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CATALOGUE_REPVGG_H
