/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "node-load.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] name what is shared  @param [in] loads by client
/// @param [in] member of a load: time there  @returns "", or it in words
std::string
ExplainPart(const std::string& name, const std::vector<NodeLoad>& loads, double NodeLoad::*member)
{
    double sum = 0;
    for (const NodeLoad& load : loads)
    {
        sum += load.rate * (load.*member);
    }
    if (loads.size() < 2 || sum == 0)
    {
        return "";
    }
    std::ostringstream text;
    text.precision(3);
    text << loads.size() << " clients share the node's " << name << ": offered load " << sum
         << (sum >= 1 ? ", more than it can do" : "");
    return text.str();
}

} // namespace

std::size_t
NodeMates::GetCount() const
{
    const std::size_t most = std::max(processor.size(), link.size());
    return most < 2 ? 0 : most;
}

std::string
NodeMates::Explain() const
{
    std::string text = ExplainPart("processor", processor, &NodeLoad::processor);
    const std::string more = ExplainPart("link", link, &NodeLoad::link);
    text += (text.empty() || more.empty() ? "" : "; ") + more;
    return text.empty() ? "" : text + "; each is planned for as if it were alone there";
}

} // namespace edgeai
} // namespace ns3
