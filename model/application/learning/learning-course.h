/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_LEARNING_COURSE_H
#define EDGE_AI_LEARNING_COURSE_H

#include "allocation/round/round-plan.h"
#include "learning-body.h"
#include "round-method.h"

#include "ns3/task-accounts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Where a round is: which attempt, who has which part of it, and what became of that. A part is
 * waited for until its update has come, or until it is lost; it is never waited for again.
 */
class LearningCourse
{
  public:
    /// A worker's part of the present attempt.
    struct Part
    {
        LearningAssignment assignment;
        RoundShare share;    ///< as planned; block and parameters as assigned
        double sent{0};      ///< instant its model was handed over [s]
        double modelTime{0}; ///< that it took to come [s]; 0: not known
        bool came{false};    ///< its update is there
        uint32_t repeats{0}; ///< times that it asked for the model again
        std::string lost;    ///< why no update comes; "": it may
        LearningModelWay way{LearningModelWay::FOLLOWS}; ///< how it comes by the model
        bool trained{false}; ///< it has said so, and is not told how to send yet
        bool granted{false}; ///< it has been told how to send
    };

    /// A round begins. @param [in] round number, from 1
    void Begin(uint64_t round)
    {
        m_round = round;
        m_latest = round;
        m_closed = false;
        m_attempt = 0;
        m_attempts = 0;
        m_parts.clear();
        m_firstLoss = TaskEnding();
        m_firstFailure.clear();
        m_failures.clear();
        m_informed.clear();
        m_any = false;
    }

    /// Nothing more is taken of the round.
    void Close()
    {
        m_closed = true;
    }

    /// It has ended.
    void End()
    {
        m_parts.clear();
        m_round = 0;
    }

    /**
     * An attempt begins.
     * @param [in] members numbers of the plan's workers  @param [in] plan of it
     * @param [in] assignments of the same workers
     */
    void Open(const std::vector<uint32_t>& members,
              const RoundPlan& plan,
              const std::vector<LearningAssignment>& assignments)
    {
        m_attempt = m_attempts++;
        m_parts.clear();
        for (std::size_t k = 0; k < members.size(); ++k)
        {
            if (!assignments[k].ranges.empty())
            {
                Part& part = m_parts[members[k]];
                part.assignment = assignments[k];
                part.share = plan.workers[k];
                // A plan counts the depth blocks that are missing, and none of their parameters.
                part.share.block = assignments[k].block;
                part.share.parameters = static_cast<double>(CountParameters(assignments[k].ranges));
            }
        }
    }

    /// @param [in] number of a worker  @returns its part of the present attempt, or null
    Part* Find(uint32_t number)
    {
        const auto part = m_parts.find(number);
        return part == m_parts.end() ? nullptr : &part->second;
    }

    /// An update has come, which ends its part. @param [in] number of the worker, awaited
    void Take(uint32_t number)
    {
        m_parts.at(number).came = true;
        m_informed.insert(number);
        m_any = true;
    }

    /// A worker has trained, for which it had the model. @param [in] number of it, awaited
    void Hear(uint32_t number)
    {
        m_parts.at(number).trained = true;
        m_informed.insert(number);
    }

    /// It is told how to send. @param [in] number of it, heard  @param [in] share as planned
    void Grant(uint32_t number, const RoundShare& share)
    {
        Part& part = m_parts.at(number);
        part.trained = false;
        part.granted = true;
        part.share = share;
    }

    /// @returns whether one whose update may still come has neither trained nor been granted
    bool IsTraining() const
    {
        return std::any_of(m_parts.begin(), m_parts.end(), [](const auto& entry) {
            const Part& part = entry.second;
            return !part.came && part.lost.empty() && !part.trained && !part.granted;
        });
    }

    /// @param [in] number of a worker  @returns whether it has the model of the round for certain
    bool IsInformed(uint32_t number) const
    {
        return m_informed.count(number) > 0;
    }

    /// @returns numbers of those who have the model of the round for certain
    const std::set<uint32_t>& GetInformed() const
    {
        return m_informed;
    }

    /// It may not have it any more. @param [in] number of the worker
    void Forget(uint32_t number)
    {
        m_informed.erase(number);
    }

    /// @returns whether an update has come in any attempt
    bool HasAny() const
    {
        return m_any;
    }

    /// @param [in] number of a worker  @param [in] why no update comes of it
    /// @param [in] outcome of a round that has no other update  @returns whether one was waited for
    bool Lose(uint32_t number, const std::string& why, TaskOutcome outcome = TaskOutcome::LINK_LOST)
    {
        Part* part = Find(number);
        if (!part || part->came || !part->lost.empty())
        {
            return false;
        }
        part->lost = why;
        if (m_firstLoss.detail.empty())
        {
            m_firstLoss = {outcome, "worker " + std::to_string(number) + " " + why};
        }
        return true;
    }

    /// A worker says that it cannot do its part. @param [in] number of it  @param [in] why in words
    void Fail(uint32_t number, const std::string& why)
    {
        if (m_failures.empty())
        {
            m_firstFailure = "worker " + std::to_string(number) + " cannot do its part: " + why;
        }
        m_failures.insert(number);
    }

    /// @returns who said that it cannot, and why, the first in words; "": nobody has
    std::string GetFailures() const
    {
        return m_failures.size() < 2
                   ? m_firstFailure
                   : m_firstFailure + "; and " + std::to_string(m_failures.size() - 1) + " more";
    }

    /// @returns instant at which the first of the attempt's workers had the model, as far as they
    /// say; else at which it was handed over [s]; infinite: nobody has a part
    double GetFirstModel() const
    {
        double handed = std::numeric_limits<double>::infinity();
        double there = handed;
        for (const auto& [number, part] : m_parts)
        {
            if (part.sent > 0)
            {
                handed = std::min(handed, part.sent);
            }
            if (part.modelTime > 0 || (part.came && part.way == LearningModelWay::KNOWN))
            {
                there = std::min(there, part.sent + part.modelTime);
            }
        }
        return std::isfinite(there) ? there : handed;
    }

    /// @returns numbers of those whose update may still come
    std::vector<uint32_t> GetAwaited() const
    {
        std::vector<uint32_t> numbers;
        for (const auto& [number, part] : m_parts)
        {
            if (!part.came && part.lost.empty())
            {
                numbers.push_back(number);
            }
        }
        return numbers;
    }

    /// Say how those whose update may still come get the model: who has it for certain needs
    /// none. @param [in] group whether there is one to send to: one alone needs none, either
    /// @returns numbers of those that get it together
    std::vector<uint32_t> ChooseWays(bool group)
    {
        std::vector<uint32_t> together;
        for (auto& [number, part] : m_parts)
        {
            part.way = IsInformed(number) ? LearningModelWay::KNOWN : LearningModelWay::FOLLOWS;
            if (group && part.way == LearningModelWay::FOLLOWS && !part.came && part.lost.empty())
            {
                together.push_back(number);
            }
        }
        if (together.size() < 2)
        {
            together.clear();
        }
        for (const uint32_t number : together)
        {
            m_parts.at(number).way = LearningModelWay::GROUP;
        }
        return together;
    }

    /// @returns parts of the present attempt, by number
    const std::map<uint32_t, Part>& GetParts() const
    {
        return m_parts;
    }

    /// @returns the round, from 1; 0: none is under way
    uint64_t GetRound() const
    {
        return m_round;
    }

    /// @returns the latest round that began, from 1; 0: none has
    uint64_t GetLatest() const
    {
        return m_latest;
    }

    /// @returns whether nothing more is taken of the round
    bool IsClosed() const
    {
        return m_closed;
    }

    /// @returns the attempt, from 0
    uint32_t GetAttempt() const
    {
        return m_attempt;
    }

    /// @returns attempts that began
    uint32_t GetAttempts() const
    {
        return m_attempts;
    }

    /// @returns whose part of the round was the first that was lost, and why; "": none was
    const std::string& GetFirstLoss() const
    {
        return m_firstLoss.detail;
    }

    /// @returns how the round ends if no update comes after that; LINK_LOST or SERVER_SILENT
    TaskOutcome GetFirstOutcome() const
    {
        return m_firstLoss.outcome;
    }

  private:
    uint64_t m_round{0};
    uint64_t m_latest{0};
    bool m_closed{false};
    uint32_t m_attempt{0};
    uint32_t m_attempts{0};
    std::map<uint32_t, Part> m_parts;
    TaskEnding m_firstLoss;
    std::string m_firstFailure;
    std::set<uint32_t> m_failures; ///< who said that it cannot do its part of the round
    std::set<uint32_t> m_informed; ///< who sent an update in this round
    bool m_any{false};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_LEARNING_COURSE_H
