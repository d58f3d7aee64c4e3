/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "sound-problems.h"

#include "support/code-test-support.h"
#include "support/dp-sparse-instances.h"
#include "support/dto-ee-test-support.h"
#include "support/fedqvr-instances.h"
#include "support/fomo-instances.h"
#include "support/halp-test-support.h"
#include "support/hfel-fixture.h"
#include "support/iovt-test-support.h"
#include "support/partel-fixture.h"
#include "support/random-problems.h"

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr std::size_t DRAWN = 4; ///< problems by lot

} // namespace

void
MakeSoundProblems(uint64_t seed, std::vector<SplitProblem>& problems)
{
    randomproblems::Figures figures(seed, randomproblems::ORDINARY);
    for (std::size_t i = 0; i < 2 * DRAWN; ++i)
    {
        problems.push_back(randomproblems::MakeSplit(figures));
        problems.back().uniformDraws.resize(20); // more of them only make documents long
    }
}

void
MakeSoundProblems(uint64_t seed, std::vector<ChainProblem>& problems)
{
    problems.push_back(iovttest::MakeToyProblem());
    randomproblems::Figures figures(seed, randomproblems::ORDINARY);
    for (std::size_t i = 0; i < DRAWN; ++i)
    {
        problems.push_back(randomproblems::MakeChain(figures));
    }
}

void
MakeSoundProblems(uint64_t seed, std::vector<RowPartitionProblem>& problems)
{
    (void)seed;
    for (const RowMedium medium : {RowMedium::POINT_TO_POINT, RowMedium::SHARED})
    {
        problems.push_back(halptest::MakeToy(medium));
    }
    problems.push_back(halptest::MakeShared("AlexNet", {10e9, 5e9, 20e9}, 50e6));
}

void
MakeSoundProblems(uint64_t seed, std::vector<DtoEeProblem>& problems)
{
    problems.push_back(dtoeetest::MakeToy());
    problems.push_back(dtoeetest::MakeForked(3, 4));
    problems.push_back(dtoeetest::WithoutExits(dtoeetest::MakeToy()));
    dtoeetest::RandomStages random(seed);
    for (std::size_t i = 0; i < DRAWN; ++i)
    {
        problems.push_back(random.Make(2, {2, 2}, .6));
    }
}

void
MakeSoundProblems(uint64_t seed, std::vector<CodeProblem>& problems)
{
    problems.push_back(codetest::MakeBase());
    problems.push_back(codetest::MakeSwapped());
    codetest::RandomServices random(static_cast<int64_t>(seed % 1000));
    for (std::size_t i = 0; i < DRAWN; ++i)
    {
        problems.push_back(random.Make(2 + i));
    }
}

void
MakeSoundProblems(uint64_t seed, std::vector<CodeServicesProblem>& problems)
{
    std::vector<CodeProblem> pairs;
    MakeSoundProblems(seed, pairs);
    for (const CodeProblem& pair : pairs)
    {
        CodeServicesProblem problem;
        problem.services = {pair.local, pair.host};
        problem.rates = {0, pair.uplinkRate, pair.downlinkRate, 0};
        problem.pair = pair;
        problem.pair.local = CodeService();
        problem.pair.host = CodeService();
        problems.push_back(problem);
    }
}

void
MakeSoundProblems(uint64_t seed, std::vector<RoundProblem>& problems)
{
    problems.push_back(fomotest::MakeFive());
    problems.push_back(fomotest::MakeFiveOfPower());
    problems.push_back(fomotest::MakeFiveOfRates());
    problems.push_back(fedqvrtest::MakeGivenFedQvr());
    problems.push_back(hfeltest::MakeGivenCell(1e-2));
    problems.push_back(dpsparsetest::MakeDpSparseFive());
    Draws draws(seed);
    problems.push_back(parteltest::MakeRandomRound(seed, 3, 8));
    problems.push_back(fomotest::MakeRandomFomo(draws, 3, 2));
    problems.push_back(hfeltest::MakeRandomCell(draws));
    problems.push_back(dpsparsetest::MakeRandomDpSparse(draws, 3, 2));
}

void
MakeSoundProblems(uint64_t seed, std::vector<TopologyProblem>& problems)
{
    problems.push_back(hfeltest::MakeGivenLinks(.8));
    Draws draws(seed);
    for (std::size_t i = 0; i < DRAWN; ++i)
    {
        problems.push_back(hfeltest::MakeRandomLinks(draws, 4, .9));
    }
}

} // namespace edgeai
} // namespace ns3
