/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Weights of mixing: factors of known graphs (checks H6, H7 and H13 of the definition), what holds
// for any graph, weights that may not be below 0.

#include "allocation/topology/fastest-mixing.h"
#include "allocation/topology/mixing-weights.h"
#include "support/expectations.h"
#include "support/hfel-fixture.h"

#include <numeric>

using namespace ns3;
using namespace ns3::edgeai;
using namespace ns3::edgeai::hfeltest;

namespace
{

/// Tolerance of the definition's checks.
constexpr double GIVEN = 1e-8;

/// @returns rho of a graph
double
GetFactor(const MixingGraph& graph, MixingWeights kind)
{
    return MakeMixing(graph, kind).factor;
}

/// Graphs that the definition gives.
class MixingGivenTestCase : public TestCase
{
  public:
    MixingGivenTestCase()
        : TestCase("factors of rings, stars, paths and meshes (H6, H7), of data weights (H13)")
    {
    }

  private:
    void DoRun() override
    {
        Check("ring 4", MakeGraph(4, MakeRing(4)), 1. / 3, 1. / 3);
        Check("ring 5", MakeGraph(5, MakeRing(5)), .5393446629, .4472135955);
        Check("ring 8", MakeGraph(8, MakeRing(8)), .8047378541, .7445208382);
        Check("star 4", MakeGraph(4, MakeStar(4)), .75, .6);
        Check("star 5", MakeGraph(5, MakeStar(5)), .8, .6666666667);
        Check("star 8", MakeGraph(8, MakeStar(8)), .875, .7777777778);
        Check("path 4", MakeGraph(4, MakePath(4)), .8047378541, .7071067812);
        Check("path 5", MakeGraph(5, MakePath(5)), .8726779962, .8090169944);
        Check("path 8", MakeGraph(8, MakePath(8)), .9492530217, .9238795325);
        for (uint32_t m = 4; m < 12; ++m)
        {
            EXPECT_RELATIVE(GetFactor(MakeGraph(m, MakeRing(m)), MixingWeights::METROPOLIS),
                            1. / 3 + 2. / 3 * std::cos(2 * M_PI / m),
                            GIVEN,
                            "closed form of ring " << m);
            const MixingGraph mesh = MakeGraph(m, MakeMesh(m));
            for (const MixingWeights kind :
                 {MixingWeights::METROPOLIS, MixingWeights::BEST_CONSTANT, MixingWeights::FASTEST})
            {
                EXPECT_ABSOLUTE(GetFactor(mesh, kind), 0, 1e-12, "mesh " << m);
            }
        }
        const auto fastest = [](const MixingGraph& graph) {
            return GetFactor(graph, MixingWeights::FASTEST);
        };
        EXPECT_ABSOLUTE(fastest(MakeGraph(8, MakeRing(8))), .744521, 1e-3, "fastest ring 8");
        EXPECT_ABSOLUTE(fastest(MakeGraph(5, MakeStar(5))), .666667, 1e-3, "fastest star 5");
        EXPECT_ABSOLUTE(fastest(MakeGraph(4, MakePath(4))), .707107, 1e-3, "fastest path 4");
        Pairs chord = MakeRing(5);
        chord.emplace_back(0, 2);
        Check("ring 5 and a chord", MakeGraph(5, chord), .654508, .539345, 1e-6);
        const double best = fastest(MakeGraph(5, chord));
        // Three sevenths, where the spectrum's ends meet.
        EXPECT_TRUE(best <= .4296 && best >= 3. / 7 - 1e-9, "fastest with a chord: " << best);
        CheckDataWeights();
    }

    /// H6 for one graph.
    void Check(const std::string& name,
               const MixingGraph& graph,
               double metropolis,
               double constant,
               double tolerance = 1e-9)
    {
        EXPECT_RELATIVE(GetFactor(graph, MixingWeights::METROPOLIS), metropolis, tolerance, name);
        EXPECT_RELATIVE(GetFactor(graph, MixingWeights::BEST_CONSTANT), constant, tolerance, name);
        EXPECT_TRUE(GetFactor(graph, MixingWeights::FASTEST) <= constant * (1 + 1e-9), name);
    }

    /// H13.
    void CheckDataWeights()
    {
        MixingGraph path = MakeGraph(3, MakePath(3));
        path.shares = {.5, .3, .2};
        const Mixing mixing = MakeMixing(path, MixingWeights::METROPOLIS);
        const double expected[3][3] = {{.8, .2, 0}, {1. / 3, 4. / 9, 2. / 9}, {0, 1. / 3, 2. / 3}};
        for (int m = 0; m < 3; ++m)
        {
            for (int j = 0; j < 3; ++j)
            {
                EXPECT_ABSOLUTE(mixing.weights(m, j), expected[m][j], 1e-15, "P " << m << j);
            }
        }
        EXPECT_RELATIVE(mixing.factor, .7279477927, GIVEN, "weighted rho");
        EXPECT_TRUE(MakeMixing(path, MixingWeights::FASTEST).factor < .7, "faster than that");
    }
};

/// Graphs by lot.
class MixingRandomTestCase : public TestCase
{
  public:
    MixingRandomTestCase()
        : TestCase("any graph: rows, support, data weights, the order of kinds, no weight below 0")
    {
    }

  private:
    void DoRun() override
    {
        Draws draws(29);
        uint32_t negative = 0;
        uint32_t faster = 0;
        for (int i = 0; i < 60; ++i)
        {
            const MixingGraph graph = MakeRandomGraph(draws, i % 2 == 1);
            const Mixing best = MakeMixing(graph, MixingWeights::FASTEST);
            const Mixing positive = MakeMixing(graph, MixingWeights::FASTEST, false);
            const Mixing metropolis = MakeMixing(graph, MixingWeights::METROPOLIS);
            for (const Mixing& mixing : {best, positive, metropolis})
            {
                CheckMatrix(mixing, graph, i);
            }
            EXPECT_TRUE(positive.weights.minCoeff() >= 0, "no weight below 0, graph " << i);
            EXPECT_TRUE(positive.factor <= metropolis.factor, "no worse than Metropolis, " << i);
            const double constant = GetFactor(graph, MixingWeights::BEST_CONSTANT);
            EXPECT_TRUE(best.factor <= constant, "no worse than the best constant, " << i);
            EXPECT_TRUE(best.factor <= positive.factor + 1e-3, "freedom does not cost, " << i);
            negative += best.weights.minCoeff() < -1e-3 ? 1 : 0;
            faster += best.factor < constant - .02 ? 1 : 0;
            CheckLocal(best, graph, draws, i);
        }
        EXPECT_TRUE(negative > 5, negative << " graphs with weights below 0");
        EXPECT_TRUE(faster > 20, faster << " graphs of clearly faster mixing");
        MixingGraph parts = MakeGraph(4, {{0, 1}, {2, 3}});
        EXPECT_TRUE(!parts.IsConnected(), "two parts");
        EXPECT_ABSOLUTE(GetFactor(parts, MixingWeights::FASTEST), 1, 1e-12, "never mix");
        EXPECT_ABSOLUTE(GetFactor(MakeGraph(1, {}), MixingWeights::FASTEST), 0, 1e-15, "alone");
        EXPECT_ABSOLUTE(GetFactor(MakeGraph(3, {}), MixingWeights::FASTEST), 1, 1e-12, "no links");
    }

    /// @returns a connected graph
    static MixingGraph MakeRandomGraph(Draws& draws, bool weighted)
    {
        MixingGraph graph;
        graph.servers = draws.Integer(3, 7);
        do
        {
            graph.links.clear();
            for (const auto& pair : MakeMesh(static_cast<uint32_t>(graph.servers)))
            {
                if (draws.Uniform() < .5)
                {
                    graph.links.push_back(pair);
                }
            }
        } while (!graph.IsConnected());
        for (std::size_t m = 0; m < graph.servers && weighted; ++m)
        {
            graph.shares.push_back(draws.Uniform(.2, 1));
        }
        const double sum = std::accumulate(graph.shares.begin(), graph.shares.end(), 0.);
        for (double& share : graph.shares)
        {
            share /= sum;
        }
        return graph;
    }

    /// C5 of the definition.
    void CheckMatrix(const Mixing& mixing, const MixingGraph& graph, int i)
    {
        const auto servers = static_cast<Eigen::Index>(graph.servers);
        Eigen::MatrixXd rest = mixing.weights;
        for (const auto& [m, j] : graph.links)
        {
            EXPECT_ABSOLUTE(graph.GetShare(m) * rest(m, j),
                            graph.GetShare(j) * rest(j, m),
                            1e-12,
                            "balance, graph " << i);
            rest(m, j) = rest(j, m) = 0;
        }
        for (Eigen::Index m = 0; m < servers; ++m)
        {
            EXPECT_ABSOLUTE(mixing.weights.row(m).sum(), 1, 1e-12, "row, graph " << i);
            rest(m, m) = 0;
        }
        EXPECT_TRUE(rest.isZero(0), "no weight without a link, graph " << i);
        EXPECT_ABSOLUTE(GetMixingFactor(mixing.weights, graph), mixing.factor, 1e-12, "rho " << i);
    }

    /// It is a minimum: weights beside it mix no faster than its tolerance says.
    void CheckLocal(const Mixing& best, const MixingGraph& graph, Draws& draws, int i)
    {
        for (int n = 0; n < 200; ++n)
        {
            std::vector<double> beside = best.linkWeights;
            const double size = std::exp(draws.Uniform(std::log(1e-3), std::log(.1)));
            for (double& weight : beside)
            {
                weight += draws.Uniform(-size, size);
            }
            EXPECT_TRUE(GetMixingFactor(MakeMixingMatrix(graph, beside), graph) >=
                            best.factor - 1e-3,
                        "beside the fastest, graph " << i);
        }
    }
};

/// Weights of mixing.
class MixingWeightsTestSuite : public TestSuite
{
  public:
    MixingWeightsTestSuite()
        : TestSuite("edge-ai-mixing-weights", TEST_UNIT)
    {
        AddTestCase(new MixingGivenTestCase, TEST_QUICK);
        AddTestCase(new MixingRandomTestCase, TEST_QUICK);
    }
};

MixingWeightsTestSuite g_mixingWeightsTestSuite; ///< the suite

} // namespace
