/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CODE_FIGURES_H
#define EDGE_AI_CODE_FIGURES_H

#include "ns3/task-record.h"

#include <string>

namespace ns3
{
namespace edgeai
{

/// What is known of a task of a service that may be routed through another one's blocks.
struct CodeFigures
{
    static constexpr const char* FAMILY = "code"; ///< see FigureSet

    std::string service;    ///< whose task it is
    std::string path;       ///< in words; empty: it was not let in
    FigureLabel pathNumber; ///< number of the path
    FigureLabel host;       ///< ns-3 id of the node whose blocks it passes; none: it passes none
    double accuracyPlanned{NOT_AVAILABLE}; ///< how often an answer of the path is right
    double correctRealised{NOT_AVAILABLE}; ///< 1: the answer is right, 0: it is wrong

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("code_service", "", "whose task it is"), service);
        archive(Field("code_path", "", "blocks it passes, l: own, h: the host's"), path);
        archive(Field("code_path_number", "", "counted by the service"), pathNumber);
        archive(Field("code_host", "", "node whose blocks it passes"), host);
        archive(Field("code_accuracy_planned", "", "share of right answers").Within(0, 1),
                accuracyPlanned);
        archive(Field("code_accuracy_realised", "", "1: right, 0: wrong").Within(0, 1),
                correctRealised);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CODE_FIGURES_H
