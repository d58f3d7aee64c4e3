/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-text.h"

#include "application/learning/federated/external/external-method.h"
#include "application/message/external/external-error.h"
#include "learning/learning-error.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace edgeai
{

ExternalText
ExternalText::Read(const ModelText& text)
{
    std::vector<std::string> keys = FederatedText::ListStepKeys();
    keys.insert(keys.end(), {"bytes", "command", "flop", "socket", "timeout"});
    std::sort(keys.begin(), keys.end());
    text.RequireArguments(0, 0, std::string(NAME) + " with settings alone");
    text.RequireKeys(keys);
    ExternalText result;
    result.federated.settings.name = NAME;
    result.federated.ReadSteps(text);
    result.place.command = text.Get("command", "");
    result.place.socket = text.Get("socket", "");
    if (result.place.command.empty() == result.place.socket.empty())
    {
        text.Refuse("needs a command=\"...\" that starts the process, or the path socket=\"...\" "
                    "where one listens; allowed is one of them");
    }
    if (!result.place.command.empty())
    {
        try
        {
            SplitCommand(result.place.command); // which says what is wrong
        }
        catch (const ExternalError& error)
        {
            throw LearningError(error.what());
        }
    }
    result.place.timeout = text.ReadAmount("timeout", result.place.timeout, 1e-3, 1e9);
    result.flop = text.ReadAmount("flop", 0);
    result.bytes = text.ReadCount("bytes", 0, 0, ExternalLimits::UPDATE);
    return result;
}

std::shared_ptr<RoundMethod>
ExternalText::Make(const GradientMethod::Settings& base,
                   uint32_t workers,
                   uint64_t key,
                   const Eigen::VectorXd& parameters,
                   std::function<double()> clock) const
{
    ExternalSettings settings;
    settings.federated = federated.Fill(base, workers, key);
    settings.place = place;
    settings.parameters = parameters;
    settings.devices = workers;
    settings.seed = key;
    settings.flop = flop;
    settings.bytes = bytes;
    settings.clock = std::move(clock);
    return std::make_shared<ExternalMethod>(std::move(settings));
}

} // namespace edgeai
} // namespace ns3
