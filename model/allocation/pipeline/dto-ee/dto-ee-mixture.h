/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_MIXTURE_H
#define EDGE_AI_DTO_EE_MIXTURE_H

#include "ns3/field.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Tasks of all difficulties above one.
struct DtoEeMixtureStep
{
    double cut{0};     ///< difficulty from which on there are any, in [0, 1)
    double density{0}; ///< tasks per second and unit of difficulty, > 0 [1/s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("cut", "", "difficulty from which on there are any").Within(0, 1), cut);
        archive(Field("density", "1/s", "of them per unit of difficulty").Amount(), density);
    }
};

/**
 * Which tasks arrive somewhere, if every node has a threshold of its own: rate against difficulty.
 * Devices make tasks of all difficulties alike, and an exit keeps those below its cut, so that the
 * density only rises with the difficulty, by a step for each cut that was met on the way.
 */
class DtoEeMixture
{
  public:
    /// Nothing.
    DtoEeMixture() = default;
    /// @param [in] steps rising in their cuts  @see Explain
    explicit DtoEeMixture(const std::vector<DtoEeMixtureStep>& steps);
    /// @param [in] cut in [0, 1]  @param [in] density tasks per second and unit of difficulty [1/s]
    /// @returns tasks of all difficulties above the cut
    static DtoEeMixture Make(double cut, double density);
    /// @param [in] steps what somebody says  @returns "", or what is wrong with them
    static std::string Explain(const std::vector<DtoEeMixtureStep>& steps);

    /// Other tasks arrive as well. @param [in] other those  @param [in] share of them, >= 0
    void Add(const DtoEeMixture& other, double share);
    /// @param [in] cut difficulty up to which tasks leave, in [0, 1]  @returns what goes on
    DtoEeMixture Pass(double cut) const;

    /// @param [in] from difficulty, in [0, 1]  @returns rate of tasks above it [1/s]
    double GetRate(double from = 0) const;
    /**
     * @param [in] from difficulty  @param [in] to difficulty, >= from
     * @param [in] constant of a linear function  @param [in] slope of it
     * @returns integral of the function over the tasks between both
     */
    double Integrate(double from, double to, double constant, double slope) const;

    /// @returns the steps, rising in their cuts
    const std::vector<DtoEeMixtureStep>& GetSteps() const
    {
        return m_steps;
    }

  private:
    std::vector<DtoEeMixtureStep> m_steps;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_MIXTURE_H
