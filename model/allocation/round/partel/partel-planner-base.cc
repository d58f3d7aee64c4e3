/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "partel-planner-base.h"

#include "partel-band.h"
#include "partel-bound.h"
#include "partel-law.h"
#include "partel-loads.h"
#include "partel-plan.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <sstream>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiPartelPlanner");

NS_OBJECT_ENSURE_REGISTERED(PartelPlannerBase);

namespace
{

/// A table of more cells takes more memory and longer than one waits for a plan.
constexpr double MAX_CELLS = 1e7;

/// @param [in] form of an uplink  @returns its name
std::string
Name(RoundUplinkForm form)
{
    switch (form)
    {
    case RoundUplinkForm::SUBCHANNELS:
        return "SUBCHANNELS";
    case RoundUplinkForm::BAND:
        return "BAND";
    case RoundUplinkForm::BAND_POWER:
        return "BAND_POWER";
    case RoundUplinkForm::RATES:
        return "RATES";
    }
    return "";
}

} // namespace

TypeId
PartelPlannerBase::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::PartelPlannerBase")
            .SetParent<RoundPlanner>()
            .SetGroupName("EdgeAi")
            .AddAttribute("Tolerance",
                          "How far the lower bound of a round over subchannels may be below the "
                          "relaxation's best, relative to the round [1], in [1e-9, 0.1].",
                          DoubleValue(1e-5),
                          MakeDoubleAccessor(&PartelPlannerBase::m_tolerance),
                          MakeDoubleChecker<double>(1e-9, .1))
            .AddAttribute("MaxEvaluations",
                          "Most divisions in parts that one relaxed solve looks at.",
                          UintegerValue(5000),
                          MakeUintegerAccessor(&PartelPlannerBase::m_maxEvaluations),
                          MakeUintegerChecker<uint32_t>(1, 10000000));
    return tid;
}

std::string
PartelPlannerBase::ExplainRefusal(const RoundProblem& problem) const
{
    if (problem.division.parameters == 0)
    {
        return "division.parameters is 0; a model is divided over workers, so it must be at least "
               "1";
    }
    const std::vector<RoundUplinkForm> forms = GetForms();
    std::ostringstream text;
    if (std::find(forms.begin(), forms.end(), problem.uplink.form) == forms.end())
    {
        text << "uplink.form is " << Name(problem.uplink.form) << "; allowed is";
        for (std::size_t i = 0; i < forms.size(); ++i)
        {
            text << (i == 0 ? " " : i + 1 < forms.size() ? ", " : " or ") << Name(forms[i]);
        }
        return text.str();
    }
    const double cells = static_cast<double>(problem.workers.size()) * problem.uplink.subchannels;
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS && cells > MAX_CELLS)
    {
        text << "subchannels times workers is " << cells << "; allowed is 1 to " << MAX_CELLS;
        return text.str();
    }
    return ExplainFurther(problem);
}

std::string
PartelPlannerBase::ExplainFurther(const RoundProblem&) const
{
    return "";
}

std::vector<RoundUplinkForm>
PartelPlannerBase::GetForms() const
{
    return {RoundUplinkForm::SUBCHANNELS, RoundUplinkForm::BAND, RoundUplinkForm::RATES};
}

RoundPlan
PartelPlannerBase::DoPlan(const RoundProblem& problem) const
{
    RoundPlan plan = Decide(problem);
    if (plan.lowerBound == 0)
    {
        AddLowerBound(problem, plan);
    }
    NS_LOG_INFO(GetInstanceTypeId().GetName()
                << ": " << plan.time << " s, at least " << plan.lowerBound << " s, "
                << plan.summary.evaluations << " evaluations");
    return plan;
}

RelaxationOptions
PartelPlannerBase::GetRelaxation() const
{
    RelaxationOptions options;
    options.tolerance = m_tolerance;
    options.maxEvaluations = m_maxEvaluations;
    return options;
}

void
PartelPlannerBase::AddLowerBound(const RoundProblem& problem, RoundPlan& plan) const
{
    if (!plan.IsUsable())
    {
        return;
    }
    if (problem.uplink.form == RoundUplinkForm::SUBCHANNELS)
    {
        const PartelBound bound = FindRelaxedTime(PartelRadio(problem), GetRelaxation());
        SetLowerBound(problem, bound.lowerBound, bound.gap, plan);
        return;
    }
    if (problem.uplink.form == RoundUplinkForm::BAND)
    {
        PartelBand round(problem);
        round.granularity = 0;
        SetLowerBound(problem, DivideBandJointly(round).time, 0, plan);
        return;
    }
    const std::vector<PartelWorker> workers = GetPartelWorkers(problem);
    std::vector<double> speeds;
    for (std::size_t k = 0; k < workers.size(); ++k)
    {
        speeds.push_back(GetParameterRate(problem.workers[k].rate,
                                          workers[k].timePerParameter,
                                          problem.division.bitsPerParameter));
    }
    const LoadDivision best = DivideLoads(problem.division.parameters, GetOffsets(workers), speeds);
    SetLowerBound(problem, best.time, 0, plan);
}

void
SetBands(const std::vector<double>& bands, RoundPlan& plan)
{
    for (std::size_t k = 0; k < plan.workers.size(); ++k)
    {
        plan.workers[k].bandwidth = plan.workers[k].involved ? bands[k] : 0;
    }
}

std::vector<double>
GetGivenRates(const RoundProblem& problem)
{
    std::vector<double> rates;
    for (const RoundWorker& worker : problem.workers)
    {
        rates.push_back(worker.rate);
    }
    return rates;
}

std::vector<double>
GetBandRates(const RoundProblem& problem, const std::vector<double>& bands)
{
    std::vector<double> rates;
    for (std::size_t k = 0; k < bands.size(); ++k)
    {
        rates.push_back(bands[k] * problem.workers[k].efficiency);
    }
    return rates;
}

} // namespace edgeai
} // namespace ns3
