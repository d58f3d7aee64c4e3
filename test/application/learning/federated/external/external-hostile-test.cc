/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Whatever another process does - dies, babbles, is silent, lies - is an error that names it, what
// it was asked, and what is wrong.

#include "../../../../../helper/learning-setup.h"
#include "application/learning/learn-in-memory.h"
#include "learning/learning-error.h"
#include "support/expectations.h"
#include "support/external-peer.h"

#include "ns3/test.h"

#include <functional>
#include <limits>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

using Bytes = std::vector<uint8_t>;
const std::vector<double> BEGIN{1, 2, 3};

/// @param [in] request kind  @returns kind of what answers it
ExternalKind
GetAnswer(ExternalKind request)
{
    return request == ExternalKind::HELLO       ? ExternalKind::READY
           : request == ExternalKind::FIT       ? ExternalKind::UPDATE
           : request == ExternalKind::AGGREGATE ? ExternalKind::MODEL
                                                : ExternalKind::SCORE;
}

/// @param [in] method of a model and data of its own  @param [in] rounds how many
/// @returns "" or why they ended before, thrown or told
std::string
Learn(RoundMethod& method, uint32_t rounds)
{
    RoundProblem problem;
    problem.uplink.form = RoundUplinkForm::RATES;
    problem.workers.resize(2);
    for (RoundWorker& worker : problem.workers)
    {
        worker.flops = 1e9;
        worker.rate = 1e6;
        worker.powerMax = .1;
    }
    std::string fault;
    try
    {
        LearnInMemory(method, *CreateRoundPlanner("FedQvrEqualPlanner"), problem, rounds, fault);
    }
    catch (const LearningError& error)
    {
        fault = error.what();
    }
    return fault;
}

/// @param [in] text of the method  @returns it
std::shared_ptr<RoundMethod>
Make(const std::string& text)
{
    LearningSetup setup;
    setup.SetModel("External");
    setup.SetMethod(text);
    return setup.MakeMethod(2, 1);
}

/// @param [in] serve what the process does  @param [in] settings of the method besides
/// @returns "" or why rounds ended
std::string
LearnWith(const ExternalPeer::Serve& serve, const std::string& settings = "timeout=20")
{
    ExternalPeer peer(serve);
    const auto method = Make("External(socket=\"" + peer.GetPath() + "\"," + settings + ")");
    const std::string fault = Learn(*method, 2);
    if (!fault.empty() && Learn(*method, 1) != fault)
    {
        return "asked again it says something else than: " + fault;
    }
    return fault;
}

/// Every way to misbehave, at every request.
class MisbehaviourCase : public TestCase
{
  public:
    MisbehaviourCase()
        : TestCase("a process that fails at any request is an error in words")
    {
    }

  private:
    struct Misbehaviour
    {
        std::string words; ///< that are said of it
        std::function<bool(ExternalPeer& peer, ExternalKind right)> act;
        std::string settings{"timeout=20"};
    };

    static std::vector<Misbehaviour> List()
    {
        const auto raw = [](const Bytes& bytes) {
            return [bytes](ExternalPeer& peer, ExternalKind) {
                peer.WriteRaw(bytes);
                return true;
            };
        };
        static constexpr ExternalKind NONE{};
        const auto header = [](uint32_t length, uint32_t offset, ExternalKind kind) {
            return [=](ExternalPeer& peer, ExternalKind right) {
                ExternalHeader head;
                head.kind = kind == NONE ? right : kind;
                head.length = length;
                head.number = peer.number + offset;
                peer.WriteRaw(head.Write());
                return true;
            };
        };
        const std::string babble = "Loading the model\n";
        Bytes future = ExternalHeader().Write();
        future[4] = 2;
        return {
            {"has ended the conversation", [](ExternalPeer&, ExternalKind) { return false; }},
            {"ended behind \"EAIX\"",
             [](ExternalPeer& peer, ExternalKind) {
                 peer.WriteRaw({'E', 'A', 'I', 'X'});
                 return false;
             }},
            {"wrote \"Loading the model\\x0a\" where a message has to begin",
             raw(Bytes(babble.begin(), babble.end()))},
            // Fewer bytes than a header has, and then nothing.
            {"wrote \"Hi\\x0a\" where a message has to begin; what is for people goes to its "
             "standard error",
             [](ExternalPeer& peer, ExternalKind) {
                 peer.WriteRaw({'H', 'i', '\n'});
                 peer.BeSilent();
                 return false;
             }},
            {"wrote \"EAI\" of a header, and had not answered in full within 0.2 s of real time",
             [](ExternalPeer& peer, ExternalKind) {
                 peer.WriteRaw({'E', 'A', 'I'});
                 peer.BeSilent();
                 return false;
             },
             "timeout=0.2"},
            {"had not answered in full within 0.2 s of real time; a longer timeout=... [s] lets it "
             "take more, in the middle of ",
             [header](ExternalPeer& peer, ExternalKind right) {
                 header(8, 0, NONE)(peer, right);
                 peer.WriteRaw({1, 2});
                 peer.BeSilent();
                 return false;
             },
             "timeout=0.2"},
            {", behind 2 of 8 B",
             [header](ExternalPeer& peer, ExternalKind right) {
                 header(8, 0, NONE)(peer, right);
                 peer.WriteRaw({1, 2});
                 peer.BeSilent();
                 return false;
             },
             "timeout=0.2"},
            {"says ERROR, and why cannot be read: its body of 5 B is too short",
             [](ExternalPeer& peer, ExternalKind) {
                 peer.Answer(ExternalKind::ERROR, {255, 0, 0, 0, 'x'});
                 return false;
             }},
            {"says: \\x1b[31mred\\xff\\xc3\\u",
             [](ExternalPeer& peer, ExternalKind) {
                 peer.Answer(ExternalKind::ERROR, MakeBytes(std::string("\x1b[31mred\xff\xc3\\u")));
                 return false;
             }},
            {"speaks version 2 of the protocol; allowed is 1", raw(future)},
            {"of 4294967295 B; allowed is at most 1073741824", header(4294967295, 0, NONE)},
            {", behind 0 of 1073741824 B",
             [header](ExternalPeer& peer, ExternalKind right) {
                 header(1073741824, 0, NONE)(peer, right);
                 return false;
             }},
            {"was silent for 0.2 s of real time",
             [](ExternalPeer& peer, ExternalKind) {
                 peer.BeSilent();
                 return false;
             },
             "timeout=0.2"},
            {"answered with END; allowed is", header(0, 0, ExternalKind::END)},
            {"answered with kind 77; allowed is", header(0, 0, static_cast<ExternalKind>(77))},
            {"answered request", header(0, 1, NONE)},
            {"says: CUDA out of memory\\nin line 3",
             [](ExternalPeer& peer, ExternalKind) {
                 peer.Answer(ExternalKind::ERROR,
                             MakeBytes(std::string("CUDA out of memory\nin line 3\n")));
                 return false;
             }},
        };
    }

    void DoRun() override
    {
        const std::vector<std::pair<ExternalKind, std::string>> requests{
            {ExternalKind::HELLO, "asked for READY, "},
            {ExternalKind::FIT, "asked for the update of device 0 in round 1, "},
            {ExternalKind::AGGREGATE, "asked for the model of 2 updates in round 1, "},
            {ExternalKind::EVALUATE, "asked for the score of the model in round 1, "}};
        for (const Misbehaviour& misbehaviour : List())
        {
            for (const auto& [request, asked] : requests)
            {
                const ExternalKind when = request;
                const std::string fault = LearnWith(
                    [&misbehaviour, when](ExternalPeer& peer, ExternalKind kind, const Bytes&) {
                        if (kind == when)
                        {
                            return misbehaviour.act(peer, GetAnswer(kind));
                        }
                        AnswerWell(peer, kind);
                        return true;
                    },
                    misbehaviour.settings);
                EXPECT_TRUE(fault.find("External: socket '/tmp/edge-ai-peer-") == 0 &&
                                fault.find(asked) != std::string::npos &&
                                fault.find(misbehaviour.words) != std::string::npos,
                            ToString(when) << ", " << misbehaviour.words << ": " << fault);
            }
        }
        const std::string fault =
            LearnWith([](ExternalPeer& peer, ExternalKind kind, const Bytes&) {
                AnswerWell(peer, kind);
                return true;
            });
        NS_TEST_EXPECT_MSG_EQ(fault, "", "one that does not");
    }
};

/// Bodies that are no bodies.
class BodyCase : public TestCase
{
  public:
    BodyCase()
        : TestCase("bodies that are short, long, or say what cannot be are refused in words")
    {
    }

  private:
    void Expect(const std::string& words, ExternalKind when, ExternalKind answer, const Bytes& body)
    {
        const std::string fault =
            LearnWith([&](ExternalPeer& peer, ExternalKind kind, const Bytes&) {
                if (kind != when)
                {
                    AnswerWell(peer, kind);
                    return true;
                }
                peer.Answer(answer, body);
                return true;
            });
        EXPECT_TRUE(fault.find("answered with what cannot be: ") != std::string::npos &&
                        fault.find(words) != std::string::npos,
                    words << ": " << fault);
    }

    /// A READY with one thing changed.
    void ExpectReady(const std::string& words,
                     const std::string& name,
                     const std::vector<double>& parameters,
                     const std::vector<double>& samples,
                     double flop,
                     uint32_t bytes,
                     uint8_t scores)
    {
        ExternalWriter writer;
        writer.PutList<uint8_t>(name);
        writer.PutList<float>(parameters);
        writer.PutList<double>(samples);
        writer.Put(flop);
        writer.Put(bytes);
        writer.Put(scores);
        Expect(words, ExternalKind::HELLO, ExternalKind::READY, writer.Get());
    }

    /// A SCORE that cannot be.
    void ExpectScore(const std::string& words, double loss, double accuracy)
    {
        ExternalWriter writer;
        writer.Put(loss);
        writer.Put(accuracy);
        Expect(words, ExternalKind::EVALUATE, ExternalKind::SCORE, writer.Get());
    }

    void DoRun() override
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        ExpectReady("name has 0 B", "", BEGIN, {}, 1, 0, 0);
        ExpectReady("name has 257 B; allowed are 1 to 256",
                    std::string(257, 'x'),
                    BEGIN,
                    {},
                    1,
                    0,
                    0);
        ExpectReady("name is 'a\\xff'; allowed is UTF-8", "a\xff", BEGIN, {}, 1, 0, 0);
        ExpectReady("name is 'a\\xc2\\x9bb'; allowed is UTF-8",
                    "a\xc2\x9b"
                    "b",
                    BEGIN,
                    {},
                    1,
                    0,
                    0);
        ExpectReady("name is 'a\\nb'; allowed is UTF-8 without control characters",
                    "a\nb",
                    BEGIN,
                    {},
                    1,
                    0,
                    0);
        ExpectReady("parameters are 0; allowed is 1 to", "x", {}, {}, 1, 0, 0);
        ExpectReady("parameter 1 is not finite", "x", {1, nan}, {}, 1, 0, 0);
        ExpectReady("samples are of 1 devices; allowed is 0, or 2", "x", BEGIN, {4}, 1, 0, 0);
        ExpectReady("samples has -4", "x", BEGIN, {4, -4}, 1, 0, 0);
        ExpectReady("samples has 1e+51; allowed is 0, or 1e-50 to 1e+50",
                    "x",
                    BEGIN,
                    {4, 1e51},
                    1,
                    0,
                    0);
        ExpectReady("flop is 1e+308", "x", BEGIN, {}, 1e308, 0, 0);
        ExpectReady("flop is nan", "x", BEGIN, {}, nan, 0, 0);
        ExpectReady("flop is -1", "x", BEGIN, {}, -1, 0, 0);
        ExpectReady("bytes are 4294967295", "x", BEGIN, {}, 1, 4294967295, 0);
        ExpectReady("scores is 2; allowed is 0 or 1", "x", BEGIN, {}, 1, 0, 2);
        using Kind = ExternalKind;
        Bytes cut = MakeReady(BEGIN);
        cut.pop_back();
        Expect("its body of " + std::to_string(cut.size()) + " B is too short",
               Kind::HELLO,
               Kind::READY,
               cut);
        cut.resize(cut.size() + 2);
        Expect("is too long", Kind::HELLO, Kind::READY, cut);
        // Lists that say that they have more than there is take no memory.
        Expect("is too short", Kind::HELLO, Kind::READY, {255, 255, 255, 255});
        Expect("is too short", Kind::FIT, Kind::UPDATE, {255, 255, 255, 255, 1, 2});
        Expect("the update is 0 B; allowed is 1 to 268435456",
               Kind::FIT,
               Kind::UPDATE,
               {0, 0, 0, 0});
        Expect("its body of 6 B is too short",
               Kind::FIT,
               Kind::DECLINED,
               {255, 255, 255, 255, 'n', 'o'});
        Expect("is too long", Kind::FIT, Kind::DECLINED, {1, 0, 0, 0, 'n', 'o'});
        Expect("parameters are 2; allowed are the 3 of READY",
               Kind::AGGREGATE,
               Kind::MODEL,
               MakeModel(std::vector<double>{1, 2}));
        Expect("its body of 8 B is too short", Kind::EVALUATE, Kind::SCORE, Bytes(8));
        ExpectScore("accuracy is -5; allowed is 0 to 1", 1, -5);
        ExpectScore("accuracy is 1.5; allowed is 0 to 1", nan, 1.5);
        ExpectScore("accuracy is inf; allowed is 0 to 1", 1, infinity);
        ExpectScore("loss is inf; allowed is a finite number", infinity, .5);
        ExpectScore("loss is -inf; allowed is a finite number", -infinity, nan);
        const std::string unknown = LearnWith([](ExternalPeer& peer, ExternalKind, const Bytes&) {
            Bytes free = MakeReady(BEGIN);
            std::fill(free.end() - 13, free.end() - 5, 0); // of flop
            peer.Answer(ExternalKind::READY, free);
            return true;
        });
        EXPECT_TRUE(unknown.find("what a local step takes is not known; say flop=") !=
                        std::string::npos,
                    unknown);
    }
};

class ExternalHostileTestSuite : public TestSuite
{
  public:
    ExternalHostileTestSuite()
        : TestSuite("edge-ai-external-hostile", TEST_SYSTEM)
    {
        AddTestCase(new MisbehaviourCase, TEST_QUICK);
        AddTestCase(new BodyCase, TEST_QUICK);
    }
};

ExternalHostileTestSuite g_externalHostileTestSuite; //!< the suite

} // namespace
