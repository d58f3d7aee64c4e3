/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_DTO_EE_CURVE_H
#define EDGE_AI_DTO_EE_CURVE_H

#include "dto-ee-mixture.h"

#include "ns3/field.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What tasks cost whose difficulty is above that of the piece and not above that of the next one.
struct DtoEeCurvePiece
{
    double from{0};  ///< difficulty, in [0, 1); of the first piece 0
    double price{0}; ///< of a task of difficulty 0 [s]
    double slope{0}; ///< a m, what errors cost more per unit of difficulty [s]
    double root{0};  ///< square root of the bound of the second derivative in its rate [s]

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("from", "", "difficulty above which it holds").Within(0, 1), from);
        archive(Field("price", "s", "of a task of difficulty 0").Amount(), price);
        archive(Field("slope", "s", "of errors, per unit of difficulty").Amount(), slope);
        archive(Field("root", "s", "of how fast the price rises at most").Amount(), root);
    }
};

/**
 * What another task costs, against its difficulty: time, and a times the probability of an error
 * beyond that of the easiest task, at the exit where it leaves. Which one that is depends on its
 * difficulty, so the price has a piece for each cut that lies ahead. It takes the place of the one
 * price of eq. (11) where every node has a threshold of its own.
 */
class DtoEeCurve
{
  public:
    /// Mean over some tasks.
    struct Mean
    {
        double price{0}; ///< [s]
        double root{0};  ///< its square bounds the second derivative in their rate [s]
    };

    /// Nothing costs anything.
    DtoEeCurve() = default;
    /// @param [in] pieces rising in difficulty, from 0 on  @see Explain
    explicit DtoEeCurve(const std::vector<DtoEeCurvePiece>& pieces);
    /// @param [in] pieces what somebody says  @returns "", or what is wrong with them
    static std::string Explain(const std::vector<DtoEeCurvePiece>& pieces);
    /**
     * The least of lines at each difficulty.
     * @param [in] prices of tasks of difficulty 0, of at least one line [s]
     * @param [in] slopes as many, falling [s]
     * @returns it; roots are 0
     */
    static DtoEeCurve MakeLeast(const std::vector<double>& prices,
                                const std::vector<double>& slopes);

    /// Some tasks also go another way. @param [in] other what it costs  @param [in] share of them
    /// @param [in] price of a link before it [s]  @param [in] curvature of that link [s^2]
    void Add(const DtoEeCurve& other, double share, double price, double curvature);
    /**
     * @param [in] price of the node before [s]
     * @param [in] curvature of that node [s^2]
     * @param [in] cut difficulty up to which tasks leave there; 0: none does, from 1 on all do
     * @param [in] slope a m of those that leave [s]
     * @returns what tasks cost that come to the node, of which those that go on cost this
     */
    DtoEeCurve Behind(double price, double curvature, double cut, double slope) const;

    /// @param [in] difficulty in [0, 1]  @returns price of such a task [s]
    double GetPrice(double difficulty) const;
    /// @param [in] difficulty in [0, 1]  @returns its root [s]
    double GetRoot(double difficulty) const;
    /// @param [in] tasks some; of none: those of difficulty 1  @returns means over them
    Mean GetMean(const DtoEeMixture& tasks) const;
    /// @param [in] tasks some  @param [in] from difficulty  @param [in] to difficulty
    /// @returns integral of the price over the tasks between both
    double Integrate(const DtoEeMixture& tasks, double from, double to) const;

    /// @returns the pieces
    const std::vector<DtoEeCurvePiece>& GetPieces() const
    {
        return m_pieces;
    }

  private:
    /// @param [in] difficulty in [0, 1]  @returns index of its piece
    std::size_t Find(double difficulty) const;

    std::vector<DtoEeCurvePiece> m_pieces{DtoEeCurvePiece()};
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_DTO_EE_CURVE_H
