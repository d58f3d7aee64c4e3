/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// What another process trains is what is trained here, to the last bit of the numbers that travel:
// with everything that arrives, with what does not, and over packets.

#include "../../../../../helper/learning-setup.h"
#include "application/learning/learn-in-memory.h"
#include "learning/learning-draws.h"
#include "learning/network/model-factory.h"
#include "support/expectations.h"
#include "support/external-peer.h"
#include "support/learning-fixture.h"

#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

const std::string MODEL = "Mlp(20,6,10,l2=0.001)";
constexpr uint32_t WORKERS = 6;
const std::string COMMON = "steps=1..4,sampled=4";

/// Federated averaging by the messages alone: it has nothing but what they say.
class FedAvgPeer
{
  public:
    bool Serve(ExternalPeer& peer, ExternalKind kind, const std::vector<uint8_t>& body)
    {
        ExternalReader reader(body);
        switch (kind)
        {
        case ExternalKind::HELLO:
            TakeHello(reader);
            // Samples, work and names are left to the simulation.
            peer.Answer(ExternalKind::READY, MakeReady());
            break;
        case ExternalKind::FIT:
            peer.Answer(ExternalKind::UPDATE, MakeBytes(Fit(reader)));
            break;
        case ExternalKind::AGGREGATE:
            Aggregate(reader);
            peer.Answer(ExternalKind::MODEL, MakeModel(m_server));
            break;
        default:
            faults += ToString(kind) + " was not expected; ";
            break;
        }
        faults += reader.GetFault();
        return true;
    }

    std::string faults;
    std::vector<double> fitTimes;                      ///< of FITs [s]
    std::vector<std::vector<uint32_t>> chosen;         ///< of AGGREGATEs
    std::vector<std::vector<uint32_t>> arrived;        ///< of AGGREGATEs
    std::vector<double> samples;                       ///< of all that arrived
    std::map<uint32_t, std::vector<uint64_t>> counted; ///< of each device's FITs

  private:
    using Bytes = std::vector<uint8_t>;

    Bytes MakeReady() const
    {
        ExternalWriter writer;
        writer.PutList<uint8_t>(std::string("averaged"));
        writer.PutList<float>(m_server);
        writer.PutList<double>(std::vector<double>());
        writer.Put(0.0);
        writer.Put(uint32_t{0});
        writer.Put(uint8_t{0});
        return writer.Get();
    }

    static Dataset TakeTable(ExternalReader& reader)
    {
        const auto rows = reader.Take<uint32_t>();
        const auto columns = reader.Take<uint32_t>();
        const auto classes = reader.Take<uint32_t>();
        RowMatrix features(rows, columns);
        for (Eigen::Index i = 0; i < features.size(); ++i)
        {
            features.data()[i] = reader.Take<double>();
        }
        std::vector<uint32_t> labels(rows);
        for (uint32_t& label : labels)
        {
            label = reader.Take<uint32_t>();
        }
        return Dataset(features, labels, classes);
    }

    void TakeHello(ExternalReader& reader)
    {
        reader.Take<uint64_t>(); // seed
        const auto devices = reader.Take<uint32_t>();
        reader.Take<uint32_t>(); // batch
        m_rate = reader.Take<double>();
        m_model = MakeLearningModel(reader.TakeText());
        const std::vector<double> given = reader.TakeList<double>();
        m_server = Eigen::Map<const Eigen::VectorXd>(given.data(), given.size());
        m_data = TakeTable(reader);
        TakeTable(reader);
        m_samples.resize(reader.Take<uint32_t>());
        for (SampleList& own : m_samples)
        {
            own = reader.TakeList<uint32_t>();
        }
        faults += devices == m_samples.size() ? "" : "some devices have no samples; ";
    }

    Bytes Fit(ExternalReader& reader)
    {
        reader.Take<uint64_t>(); // round
        fitTimes.push_back(reader.Take<double>());
        const auto device = reader.Take<uint32_t>();
        const auto steps = reader.Take<uint32_t>();
        counted[device].push_back(reader.Take<uint64_t>());
        const std::vector<uint32_t> batches = reader.TakeList<uint32_t>();
        const std::vector<double> came = reader.TakeList<float, double>();
        const Eigen::VectorXd begin = Eigen::Map<const Eigen::VectorXd>(came.data(), came.size());
        Eigen::VectorXd at = begin;
        Eigen::VectorXd slope;
        const std::size_t size = batches.size() / steps;
        for (uint32_t k = 0; k < steps; ++k)
        {
            const SampleList batch(batches.begin() + k * size, batches.begin() + (k + 1) * size);
            m_model->GetGradient(at, m_data, batches.empty() ? m_samples.at(device) : batch, slope);
            at -= m_rate * slope;
        }
        ExternalWriter update;
        for (const double change : Eigen::VectorXd(at - begin))
        {
            update.Put(static_cast<float>(change));
        }
        return update.Get();
    }

    void Aggregate(ExternalReader& reader)
    {
        reader.Take<uint64_t>(); // round
        reader.Take<double>();   // time
        chosen.push_back(reader.TakeList<uint32_t>());
        const auto count = reader.Take<uint32_t>();
        arrived.emplace_back();
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(m_server.size());
        for (uint32_t i = 0; i < count; ++i)
        {
            arrived.back().push_back(reader.Take<uint32_t>());
            reader.Take<uint32_t>(); // steps
            samples.push_back(reader.Take<double>());
            reader.Take<double>(); // time
            const Bytes bytes = reader.TakeList<uint8_t>();
            faults += bytes.size() == 4 * static_cast<std::size_t>(m_server.size())
                          ? ""
                          : "an update is cut; ";
            ExternalReader numbers(bytes);
            for (double& entry : sum)
            {
                entry += numbers.Take<float>();
            }
        }
        m_server += sum / static_cast<double>(count);
    }

    double m_rate{0};
    std::shared_ptr<const LearningModel> m_model;
    Dataset m_data;
    std::vector<SampleList> m_samples;
    Eigen::VectorXd m_server;
};

/// @param [in] text of the method  @param [in] batch samples of a step  @returns it
std::shared_ptr<RoundMethod>
Make(const std::string& text, uint32_t batch)
{
    LearningSetup setup;
    setup.SetModel(MODEL);
    setup.SetData("Mixture(20,10,samples=400,separation=2)", .2);
    setup.SetPartition("dirichlet(0.5)");
    setup.method.step.rate = .1;
    setup.method.batch.size = batch;
    setup.SetMethod(text);
    return setup.MakeMethod(WORKERS, 1);
}

/// @param [in] method that learns  @param [in] loss probability of updates  @param [in] rounds
/// @param [out] fault "" or what went wrong  @returns its rounds
std::vector<MemoryRound>
Learn(RoundMethod& method, double loss, uint32_t rounds, std::string& fault)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::RATES;
    for (uint32_t k = 0; k < WORKERS; ++k)
    {
        RoundWorker worker;
        worker.flops = 1e9;
        worker.rate = 1e6;
        worker.powerMax = .1;
        problem.workers.push_back(worker);
    }
    LearningDraws draws = MakeKeyedDraws({7});
    MemoryOptions options;
    options.arrives = [&](uint32_t, const RoundShare&) { return draws.Uniform() >= loss; };
    return LearnInMemory(method,
                         *CreateRoundPlanner("FedQvrEqualPlanner"),
                         problem,
                         rounds,
                         fault,
                         options);
}

/// In memory.
class MemoryParityCase : public TestCase
{
  public:
    MemoryParityCase(double loss, uint32_t batch)
        : TestCase("the same parameters to the last bit, loss " + std::to_string(loss) +
                   ", batch " + std::to_string(batch)),
          m_loss(loss),
          m_batch(batch)
    {
    }

  private:
    void DoRun() override
    {
        FedAvgPeer trainer;
        ExternalPeer peer(
            [&](auto& at, auto kind, const auto& body) { return trainer.Serve(at, kind, body); });
        constexpr uint32_t rounds = 12;
        std::string fault;
        const auto own = Make("FedAvg(" + COMMON + ")", m_batch);
        const std::vector<MemoryRound> expected = Learn(*own, m_loss, rounds, fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "FedAvg");
        const auto other =
            Make("External(socket=\"" + peer.GetPath() + "\"," + COMMON + ")", m_batch);
        const std::vector<MemoryRound> got = Learn(*other, m_loss, rounds, fault);
        NS_TEST_ASSERT_MSG_EQ(fault, "", "External");
        NS_TEST_ASSERT_MSG_EQ(got.size(), expected.size(), "rounds");
        NS_TEST_EXPECT_MSG_EQ(trainer.faults, "", "what the trainer was told");
        NS_TEST_EXPECT_MSG_EQ(other->GetName(), "averaged", "the name is the trainer's");
        const Eigen::VectorXd mine = own->GetParameters();
        const Eigen::VectorXd its = other->GetParameters();
        NS_TEST_ASSERT_MSG_EQ(its.size(), mine.size(), "parameters");
        for (Eigen::Index i = 0; i < mine.size(); ++i)
        {
            NS_TEST_ASSERT_MSG_EQ(its[i],
                                  static_cast<double>(static_cast<float>(mine[i])),
                                  "parameter " << i);
        }
        uint32_t came = 0;
        uint32_t aggregates = 0;
        for (std::size_t t = 0; t < rounds; ++t)
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(got[t].score.loss, expected[t].score.loss, 1e-6, "loss");
            NS_TEST_EXPECT_MSG_EQ(got[t].bitsUp, expected[t].bitsUp, "bits");
            NS_TEST_EXPECT_MSG_EQ(got[t].came, expected[t].came, "updates that came");
            came += got[t].came;
            if (got[t].came == 0)
            {
                continue; // a round without updates is none for the trainer
            }
            EXPECT_TRUE(trainer.chosen[aggregates] == got[t].members, "whom the round asked");
            NS_TEST_EXPECT_MSG_EQ(trainer.arrived[aggregates].size(), got[t].came, "what came");
            ++aggregates;
        }
        NS_TEST_EXPECT_MSG_EQ(trainer.chosen.size(), aggregates, "rounds of the trainer");
        EXPECT_TRUE(m_loss == 0 ? came == 4 * rounds : came > 10 && came < 40, "losses: " << came);
        // What the network lost does not count.
        for (const auto& [device, latest] : trainer.counted)
        {
            EXPECT_TRUE(std::is_sorted(latest.begin(), latest.end()) && latest.front() == 0,
                        "device " << device);
        }
        for (const double count : trainer.samples)
        {
            EXPECT_TRUE(count >= 10, "samples of a device: " << count);
        }
    }

    double m_loss;
    uint32_t m_batch;
};

/// Over packets.
class StackParityCase : public TestCase
{
  public:
    StackParityCase()
        : TestCase("over packets rounds take as long, lose the same updates, and end the same")
    {
    }

  private:
    static std::vector<LearningRound> Run(const std::string& text)
    {
        LearningFixture run(MODEL, "FedQvrEqualPlanner", WORKERS);
        run.helper.SetPartition("dirichlet(0.5)");
        run.helper.SetTraining(.1, 16);
        run.helper.SetMethod(text);
        run.helper.SetServerAttribute("Rounds", UintegerValue(6));
        run.helper.SetIdealAttribute("Bandwidth", DoubleValue(1e6));
        run.Build();
        // Fall silent while they have a part, and are lost.
        for (const uint32_t worker : {1, 2, 4})
        {
            run.helper.Silence(worker, Seconds(.02), Seconds(.9));
        }
        return run.Run(1000);
    }

    /// @param [in] rounds that there were  @returns all but loss and accuracy
    static std::string Describe(const std::vector<LearningRound>& rounds)
    {
        std::ostringstream text;
        text.precision(17);
        for (const LearningRound& round : rounds)
        {
            text << round.round << " " << round.begun << " " << round.ended << " "
                 << round.timePlanned << " " << round.involved << " " << round.lost << " "
                 << round.bitsUp << " " << round.bitsDown << " " << round.detail << "\n";
        }
        return text.str();
    }

    void DoRun() override
    {
        const std::vector<LearningRound> own = Run("FedAvg(" + COMMON + ")");
        std::vector<std::string> said;
        std::vector<double> losses;
        for (int repetition = 0; repetition < 2; ++repetition)
        {
            FedAvgPeer trainer;
            ExternalPeer peer([&](auto& at, auto kind, const auto& body) {
                return trainer.Serve(at, kind, body);
            });
            const std::vector<LearningRound> other =
                Run("External(socket=\"" + peer.GetPath() + "\"," + COMMON + ")");
            NS_TEST_ASSERT_MSG_EQ(other.size(), own.size(), "rounds");
            NS_TEST_EXPECT_MSG_EQ(Describe(other), Describe(own), "what the network did");
            for (std::size_t t = 0; t < own.size(); ++t)
            {
                NS_TEST_EXPECT_MSG_EQ_TOL(other[t].loss, own[t].loss, 1e-6, "loss");
                NS_TEST_EXPECT_MSG_EQ_TOL(other[t].accuracy, own[t].accuracy, 1e-9, "accuracy");
            }
            EXPECT_TRUE(std::is_sorted(trainer.fitTimes.begin(), trainer.fitTimes.end()) &&
                            trainer.fitTimes.front() > 0,
                        "simulated times of training");
            losses.push_back(other.back().loss);
        }
        NS_TEST_EXPECT_MSG_EQ(losses[0], losses[1], "the same seed, the same bits");
        const bool lost =
            std::any_of(own.begin(), own.end(), [](const auto& round) { return round.lost > 0; });
        EXPECT_TRUE(lost, "an update was lost: " << Describe(own));
    }
};

class ExternalParityTestSuite : public TestSuite
{
  public:
    ExternalParityTestSuite()
        : TestSuite("edge-ai-external-parity", TEST_SYSTEM)
    {
        AddTestCase(new MemoryParityCase(0, 16), TEST_QUICK);
        AddTestCase(new MemoryParityCase(.5, 16), TEST_QUICK);
        AddTestCase(new MemoryParityCase(.5, 0), TEST_QUICK);
        AddTestCase(new StackParityCase, TEST_QUICK);
    }
};

ExternalParityTestSuite g_externalParityTestSuite; //!< the suite

} // namespace
