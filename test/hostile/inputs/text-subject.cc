/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Texts that users write, as files or as settings: profiles, tables of accuracy, latency and
// confidence, traces of tasks, and what planners, methods, models, data and partitions are named
// by.

#include "../../../helper/learning-setup.h"
#include "allocation/plan/planner-text.h"
#include "hostile-subject.h"
#include "json-mutator.h"
#include "learning/data/dataset-text.h"
#include "learning/learning-draws.h"
#include "learning/network/model-factory.h"
#include "profile/confidence-table.h"
#include "profile/latency-file.h"
#include "profile/latency-table.h"
#include "text-mutator.h"

#include "ns3/accuracy-model.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/network-catalogue.h"
#include "ns3/profile-error.h"
#include "ns3/profile-json.h"
#include "ns3/string.h"
#include "ns3/trace-arrivals.h"

#include <cmath>
#include <exception>
#include <functional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Reads a text. @param [in] text any  @returns what it says, written again; "": it says nothing
/// that can be  @throws std::exception in words
using ReadText = std::function<std::string(const std::string& text)>;

/// Texts of one kind.
class TextSubject : public HostileSubject
{
  public:
    /// @param [in] samples sound texts  @param [in] read reads them  @param [in] json whether they
    /// are documents
    TextSubject(std::vector<std::string> samples, ReadText read, bool json = false)
        : m_samples(std::move(samples)),
          m_read(std::move(read))
    {
        for (std::size_t i = 0; json && i < m_samples.size(); ++i)
        {
            m_documents.push_back(ParseJson(m_samples[i]));
        }
    }

    std::string Make(Mutator& draws) override
    {
        const std::size_t which = draws.Draw(m_samples.size());
        if (!m_documents.empty() && !draws.Happens(8))
        {
            return JsonMutator(draws).Change(m_documents[which], m_documents);
        }
        return TextMutator(draws).Change(m_samples[which], m_samples);
    }

    HostileVerdict Take(const std::string& input) override
    {
        std::string again;
        try
        {
            again = m_read(input);
        }
        catch (const std::bad_alloc&)
        {
            return HostileVerdict::Break("it asks for all memory there is");
        }
        catch (const std::exception& refusal)
        {
            return HostileVerdict::Refuse(refusal.what());
        }
        try
        {
            if (!again.empty() && m_read(again) != again)
            {
                return HostileVerdict::Break(
                    "it is not the same when it is written and read again");
            }
        }
        catch (const std::exception& refusal)
        {
            return HostileVerdict::Break(
                std::string("it cannot be read when it is written again: ") + refusal.what());
        }
        return {};
    }

  private:
    std::vector<std::string> m_samples;
    std::vector<nlohmann::ordered_json> m_documents; ///< the same, if they are some
    ReadText m_read;
};

std::string
ReadProfile(const std::string& text)
{
    const NetworkProfile profile = ParseProfile(text);
    const std::string fault = profile.Validate();
    if (!fault.empty())
    {
        throw std::logic_error(""); // taken, and not sound: refused without a word is a fault
    }
    return FormatProfile(profile);
}

std::vector<std::string>
MakeProfiles()
{
    std::vector<std::string> texts;
    for (const char* name : {"ResNet-18@part=stages", "AlexNet", "ViT-B/16", "RoBERTa-base"})
    {
        NetworkProfile profile = LoadNetworkProfile(name);
        texts.push_back(FormatProfile(profile));
    }
    NetworkProfile exits = LoadNetworkProfile("ResNet-18@part=stages");
    exits.exits = {{2, 100, 0.5, 0.25}, {3, 100, 0.6, 0.25}};
    exits.cuts = {0, 2, 3, 6};
    texts.push_back(FormatProfile(exits));
    return texts;
}

std::string
ReadTrace(const std::string& text)
{
    const auto arrivals = CreateObjectWithAttributes<TraceArrivals>("InputColumn",
                                                                    StringValue("images"),
                                                                    "InputUnit",
                                                                    DoubleValue(1e6),
                                                                    "TokensInColumn",
                                                                    StringValue("in"),
                                                                    "TokensOutColumn",
                                                                    StringValue("out"));
    std::istringstream csv(text);
    arrivals->Read(csv, "trace.csv");
    Time now;
    TaskArrival task;
    while (arrivals->Next(task))
    {
        const TaskShape& shape = task.shape;
        const bool sound = task.after >= Time(0) && task.after <= Time::Max() - now &&
                           shape.tokensIn >= 1 && shape.tokensIn <= TaskShape::MAX_TOKENS &&
                           shape.tokensOut >= 0 && shape.tokensOut <= TaskShape::MAX_TOKENS &&
                           shape.inputBits >= 0 && shape.inputBits <= TaskShape::MAX_INPUT_BITS;
        if (!sound)
        {
            throw std::logic_error(""); // a fault, as above
        }
        now += task.after;
    }
    return "";
}

std::string
ReadAccuracy(const std::string& text)
{
    const AccuracyTable table = ParseAccuracyTable(text);
    try
    {
        const double accuracy = table.Interpolate(0.5);
        if (!(accuracy >= 0 && accuracy <= 1))
        {
            throw std::logic_error(""); // a fault, as above
        }
    }
    catch (const ProfileError&)
    {
        // it does not cover this place
    }
    return "";
}

std::string
ReadLearning(const std::string& text)
{
    LearningSetup setup;
    setup.SetModel("Mlp(20,8,10,activation=logistic,loss=squared)");
    setup.SetData("Mixture(20,10,samples=100,separation=2)", .2);
    setup.SetMethod(text);
    setup.GetTraits();
    return "";
}

std::string
ReadModel(const std::string& text)
{
    MakeLearningModel(text);
    return "";
}

/// What ends the making of data that are large, and are made.
struct LargeData
{
};

/// Data take as long as the numbers that a text asks for: no more than a part of them is drawn.
std::string
ReadData(const std::string& text)
{
    constexpr uint64_t DRAWS = 1000000;
    Mutator source(1);
    uint64_t drawn = 0;
    LearningDraws draws([&source, &drawn] {
        if (++drawn > DRAWS)
        {
            throw LargeData();
        }
        return 0x1p-53 * static_cast<double>(source.Next() >> 11);
    });
    try
    {
        MakeDataset(text, draws);
    }
    catch (const LargeData&)
    {
        // It is neither wrong nor refused.
    }
    return "";
}

std::string
ReadPartition(const std::string& text)
{
    RequirePartition(text);
    return "";
}

std::string
ReadPlanner(const std::string& text)
{
    MakePlanner(text);
    return "";
}

std::string
ReadNetwork(const std::string& text)
{
    const std::string fault = LoadNetworkProfile(text).Validate();
    if (!fault.empty())
    {
        throw std::logic_error(""); // a fault, as above
    }
    return "";
}

/// @param [in] samples sound texts  @param [in] read reads them  @param [in] json documents
/// @returns what makes the subject
HostileMaker
Of(const std::function<std::vector<std::string>()>& samples,
   const ReadText& read,
   bool json = false)
{
    return [=](uint64_t) { return std::make_unique<TextSubject>(samples(), read, json); };
}

/// @param [in] texts some  @returns what makes them
std::function<std::vector<std::string>()>
Texts(const std::vector<std::string>& texts)
{
    return [texts] { return texts; };
}

const HostileRegistration g_profiles("profile", Of(MakeProfiles, ReadProfile, true));
const HostileRegistration g_accuracies(
    "accuracy-table",
    Of(Texts({R"({"edgeAiAccuracy": 1, "axis": "keepRatio", "values": [0.1, 0.5, 1], )"
              R"("accuracies": [0.2, 0.7, 0.75]})",
              R"({"edgeAiAccuracy": 1, "axis": "bits", "values": [2, 8], "accuracies": [0, 1]})"}),
       ReadAccuracy,
       true));
const HostileRegistration g_latencies("latency-table",
                                      Of(
                                          [] {
                                              std::vector<std::string> texts;
                                              for (const std::string& name : ListLatencyTables())
                                              {
                                                  texts.push_back(
                                                      FormatLatencyTable(LoadLatencyTable(name)));
                                              }
                                              return texts;
                                          },
                                          [](const std::string& text) {
                                              return FormatLatencyTable(
                                                  ParseLatencyTable(text, "table"));
                                          }));
const HostileRegistration g_confidences(
    "confidence-table",
    Of(Texts({"# of two exits\n0.83,1,0.97,1,1\n0.2,0,0.5,1,0\n", "1,1\n0,0\n"}),
       [](const std::string& text) {
           ParseConfidenceTable(text);
           return std::string();
       }));
const HostileRegistration g_traces(
    "trace",
    Of(Texts({"TIMESTAMP,images,in,out\n0,1,3,4\n0.5,0.25,1,0\n2.5,1e-3,100,9\n",
              "TIMESTAMP,images,in,out\n2023-11-16 18:17:03.9799600,1,1,1\n"
              "2023-11-16 18:17:04.0319600,2,396,109\n",
              "in,out,TIMESTAMP,images\n4,4,1,0\n"}),
       ReadTrace));
const HostileRegistration g_methods(
    "method-text",
    Of(Texts({"Gradient",
              "Coordinates(penalty=1,step=0.3,steps=1,turns=1)",
              "Gradient(batches=drawn)",
              "FedQVR(bits=4,steps=1..20,sampled=5)",
              "FedQVR-E(bitsMin=1,bitsMax=8,outageMax=0.5,window=1)",
              "FedAvg(steps=2,window=2,serverRate=1,modelBits=32)",
              "SCAFFOLD(stepsMax=9,computeWindow=0.5,sampled=2)",
              "DpSparse(sigma=2,eps=4,Dbar=0.15,channels=5)",
              "DpSparse(sigma=0,mask=largest,aggregation=unbiased)"}),
       ReadLearning));
const HostileRegistration g_models("model-text",
                                   Of(Texts({"Softmax(20,10,l2=0.001)",
                                             "Logistic(20)",
                                             "Logistic(20,3)",
                                             "Mlp(32,32,10,activation=relu)",
                                             "Conv(1x28x28,8x5,16x5,10,activation=tanh)"}),
                                      ReadModel));
const HostileRegistration g_data("data-text",
                                 Of(Texts({"Formula(20,10,samples=40)",
                                           "Mixture(20,10,samples=40,separation=2)",
                                           "Text(50,5,samples=40,words=20,topicWords=5)"}),
                                    ReadData));
const HostileRegistration g_partitions(
    "partition-text",
    Of(Texts(
           {"shared", "iid", "dirichlet(0.5)", "dirichlet(0.5,40)", "classes(2)", "classes(2,10)"}),
       ReadPartition));
const HostileRegistration g_planners(
    "planner-text",
    Of(Texts({"LaimPlanner",
              "ns3::edgeai::LaimScaPlanner[Tolerance=1e-6|MaxRounds=7]",
              "IovtPlanner[Objective=Combined]",
              "EccPlanner[MaxSweeps=4]"}),
       ReadPlanner));
const HostileRegistration g_networks("network-name",
                                     Of(Texts({"ViT-L/16@part=encoder",
                                               "MobileNetV1@width=0.75,resolution=192,bits=8",
                                               "ResNet-18@part=stages",
                                               "BERT-base@tokens=128"}),
                                        ReadNetwork));

} // namespace

} // namespace edgeai
} // namespace ns3
