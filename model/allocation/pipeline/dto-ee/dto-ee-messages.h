/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_MESSAGES_H
#define EDGE_AI_DTO_EE_MESSAGES_H

#include "dto-ee-curve.h"
#include "dto-ee-mixture.h"

#include "ns3/field.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

// What the parts of DTO-EE say to each other. Sender, stage, slot and round are in the header of
// whatever carries it.

/// Down: what a node sends to another, 8 bytes. As long as nobody said anything it is 0.
struct DtoEeRateReport
{
    double rate{0}; ///< F_i p_ij [1/s]
    /// Which tasks they are, if nodes have thresholds of their own; told as DtoEeMixtureReport.
    DtoEeMixture mixture{};

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("rate", "1/s", "tasks it sends there").Amount(), rate);
    }
};

/// Up: what another task costs at a node and behind it, 48 bytes.
struct DtoEePriceReport
{
    double price{0};     ///< delta_j, eq. (11) [s]
    double exitPrice{0}; ///< eps_j, of a task that leaves at the next exit and not before, (14) [s]
    double curvature{0}; ///< Hc_j, bound of the second derivative, eq. (13) [s^2]
    double bound{0};     ///< y_j, price along the cheapest way, eq. (16) [s]
    double rate{0};      ///< phi_j [1/s]
    double service{0};   ///< s_j [1/s]
    // If nodes have thresholds of their own, these take the others' place, as DtoEeCurveReport.
    DtoEeCurve curve{};           ///< price against difficulty
    std::vector<double> bounds{}; ///< along the cheapest way to each exit ahead, the end last [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("price", "s", "what another task costs").Amount(), price);
        archive(Field("exit_price", "s", "if it leaves at the next exit").Amount(), exitPrice);
        archive(Field("curvature", "s^2", "how fast the price rises at most").Amount(), curvature);
        archive(Field("bound", "s", "price along the cheapest way").Amount(), bound);
        archive(Field("rate", "1/s", "tasks into it").Amount(), rate);
        archive(Field("service", "1/s", "tasks it can serve").Positive(), service);
    }
};

/// To the leaders of exits, once a slot: what a node contributes to the price of going on, 32
/// bytes.
struct DtoEeExitReport
{
    double rate{0};      ///< phi_j [1/s]
    double service{0};   ///< s_j [1/s]
    double transfer{0};  ///< sum over its links of f_jk times their marginal time
    double exitPrice{0}; ///< E_j, eps_j without its own queue: of going on to the next exit [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("rate", "1/s", "tasks into it").Amount(), rate);
        archive(Field("service", "1/s", "tasks it can serve").Positive(), service);
        archive(Field("transfer", "", "tasks on the links out of it").Amount(), transfer);
        archive(Field("exit_price", "s", "of going on to the next exit").Amount(), exitPrice);
    }
};

/// From the leader of an exit to its stage and to the other leaders, once a slot, 16 bytes.
struct DtoEeExitUpdate
{
    double threshold{1}; ///< C_b, in (0, 1]
    double passing{1};   ///< sigma, share of the stage's tasks that go on, in [0, 1]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("threshold", "", "who is as confident leaves").Within(Field::SMALLEST, 1),
                threshold);
        archive(Field("passing", "", "share of the tasks that go on").Within(0, 1), passing);
    }
};

/// Down, in the place of a rate, if every node has a threshold of its own: which tasks a node sends
/// to another, 4 bytes and 16 for each step.
struct DtoEeMixtureReport
{
    std::vector<DtoEeMixtureStep> steps; ///< of the rate against difficulty

    /// @returns "", or what is wrong between the fields
    std::string Validate() const
    {
        return DtoEeMixture::Explain(steps);
    }

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("step", "", "of the rate of tasks against their difficulty"), steps);
    }
};

/// Up, in the place of prices, if every node has a threshold of its own: what another task costs
/// against its difficulty, 8 bytes, 32 for each piece and 8 for each exit ahead.
struct DtoEeCurveReport
{
    std::vector<DtoEeCurvePiece> pieces; ///< of the price against difficulty
    std::vector<double> bounds;          ///< price along the cheapest way to each exit ahead [s]

    /// @returns "", or what is wrong between the fields
    std::string Validate() const
    {
        return DtoEeCurve::Explain(pieces);
    }

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("piece", "", "of what another task costs against its difficulty"), pieces);
        archive(Field("exit_bound", "s", "price along the cheapest way to each exit").Amount(),
                bounds);
    }
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_MESSAGES_H
