/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CATALOGUE_ENTRY_H
#define EDGE_AI_CATALOGUE_ENTRY_H

#include "network-options.h"
#include "profile-builder.h"

#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// One network of the catalogue.
struct CatalogueEntry
{
    std::string name;                     ///< as users type it
    std::string description;              ///< one line
    std::vector<NetworkOptionRule> rules; ///< its own options
    /// Adds input and layers to a builder on which the common options are set already.
    std::function<void(ProfileBuilder&, const NetworkOptions&)> build;
};

/// @returns the convolutional networks
std::vector<CatalogueEntry> MakeConvolutionalNetworks();
/// @returns the transformers
std::vector<CatalogueEntry> MakeTransformers();

/// @param [in] words the choices, the default first  @param [in] meaning one line
/// @returns the rule of option "part"
NetworkOptionRule MakePartRule(const std::vector<std::string>& words, const std::string& meaning);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CATALOGUE_ENTRY_H
