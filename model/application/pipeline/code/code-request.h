/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_REQUEST_H
#define EDGE_AI_CODE_REQUEST_H

#include "allocation/pipeline/code/code-value.h"
#include "code-messages.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/**
 * @param [in] problem both services as the sender knows them
 * @param [in] plan path that is asked for, usable
 * @param [in] rate of tasks that would come [1/s]  @param [in] purpose what for
 * @returns the connections of the path with what they send
 */
CodeRequestBody MakeCodeRequest(const CodeProblem& problem,
                                const CodePlan& plan,
                                double rate,
                                CodePurpose purpose);

/// A path as its host reads it.
struct CodeRequestedPath
{
    CodePlan plan;       ///< path and steps
    CodeLabel label;     ///< what it costs
    double copyBytes{0}; ///< of a copy of the guest's model [B]
};

/**
 * @param [in] body as it came
 * @param [in] problem both services as the host knows them: of the guest what it advertised
 * @param [out] path it asks for, meaningful only on success
 * @returns "", or what is wrong with it: the host computes the same bytes for every connection
 */
std::string ReadCodeRequest(const CodeRequestBody& body,
                            CodeProblem problem,
                            CodeRequestedPath& path);

/// @param [in] service what others shall know  @param [in] speed mu [FLOP/s]
/// @param [in] load lam [1/s]  @param [in] spare what the receiver could have [FLOP/s]
/// @param [in] protectedShare theta  @returns the message's body
CodeAdvertBody MakeCodeAdvert(const CodeService& service,
                              double speed,
                              double load,
                              double spare,
                              double protectedShare);

/// @param [in] body as it came  @returns the service it tells of
CodeService ReadCodeAdvert(const CodeAdvertBody& body);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_REQUEST_H
