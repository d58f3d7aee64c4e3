/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learning-data-setup.h"

#include "learning/data/data-partition.h"
#include "learning/data/dataset-text.h"
#include "learning/learning-error.h"
#include "short-number.h"

#include <memory>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

void
LearningDataSetup::SetData(const std::string& text, double testShare)
{
    m_data = text;
    m_testShare = testShare;
}

void
LearningDataSetup::SetTestData(const std::string& text)
{
    m_testData = text;
}

void
LearningDataSetup::SetPartition(const std::string& text)
{
    try
    {
        RequirePartition(text);
    }
    catch (const LearningError& error)
    {
        throw std::invalid_argument(error.what());
    }
    m_partition = text;
}

void
LearningDataSetup::MakeData(GradientMethod::Settings& settings,
                            uint32_t workers,
                            LearningDraws& draws) const
{
    const LabelledData labelled = MakeLabelledData(m_data, draws);
    const Dataset& data = labelled.data;
    const double share = m_testData.empty() ? m_testShare : 0;
    const auto [training, test] = CutTestSet(data, share, draws);
    const auto require = [&](const Dataset& part) {
        if (settings.model)
        {
            settings.model->Require(part);
        }
    };
    settings.data = std::make_shared<const Dataset>(data.Select(training));
    require(*settings.data);
    if (!m_testData.empty())
    {
        settings.test =
            std::make_shared<const Dataset>(MakeLabelledData(m_testData, draws, labelled).data);
    }
    else if (test.empty() && share > 0)
    {
        throw LearningError("a testShare of " + WriteShort(share) + " of " +
                            std::to_string(data.GetSampleCount()) +
                            " samples is not one sample; allowed is 0 (no accuracy), more, or test "
                            "data of their own");
    }
    else if (!test.empty())
    {
        settings.test = std::make_shared<const Dataset>(data.Select(test));
    }
    if (settings.test)
    {
        require(*settings.test);
    }
    settings.samples = MakePartition(m_partition, *settings.data, workers, draws);
    settings.data = std::make_shared<const Dataset>(SelectDealt(*settings.data, settings.samples));
}

} // namespace edgeai
} // namespace ns3
