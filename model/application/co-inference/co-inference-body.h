/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_CO_INFERENCE_BODY_H
#define EDGE_AI_CO_INFERENCE_BODY_H

#include "application/message/body-limits.h"

#include "ns3/inference-message.h"
#include "ns3/split-plan.h"
#include "ns3/split-problem.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Types of the messages of co-inference, in the order one task uses them.
struct CoInferenceMessage
{
    static constexpr MessageType REQUEST{1}; ///< device to server: task, budgets, limits, channel
    static constexpr MessageType PLAN{2};    ///< server to device: the decision and what it costs
    static constexpr MessageType FEATURE{3}; ///< device to server: the intermediate tensor
    static constexpr MessageType RESULT{4};  ///< server to device: the answer, or why there is none
    static constexpr MessageType REPORT{5};  ///< device to server: what really happened
    static constexpr MessageType CANCEL{13}; ///< device to server: the task is given up
};

/// What a processor tells of itself in a REQUEST.
struct ProcessorBody
{
    double flopPerCycle{0};       ///< [FLOP/cycle]
    double clockMax{0};           ///< [cycle/s]
    double clockMin{0};           ///< [cycle/s], up to clockMax
    double powerCoefficient{0};   ///< [W/(cycle/s)^3]
    double staticPower{0};        ///< of a busy unit beside that [W]
    double transitionLatency{0};  ///< standstill at a change of clock [s]
    double usageEffectiveness{1}; ///< PUE
    std::vector<double> clocks;   ///< admissible clocks [cycle/s]; empty: continuous

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("flop_per_cycle", "FLOP/cycle", "work per cycle").Positive(), flopPerCycle);
        archive(Field("clock_max", "cycle/s", "largest clock").Positive(), clockMax);
        archive(Field("clock_min", "cycle/s", "least clock; 0: none").Amount(), clockMin);
        archive(Field("power_coefficient", "W/(cycle/s)^3", "power over clock^3").Positive(),
                powerCoefficient);
        archive(Field("static_power", "W", "of a busy unit beside that").Amount(), staticPower);
        archive(Field("transition_latency", "s", "standstill at a change of clock").Amount(),
                transitionLatency);
        archive(Field("usage_effectiveness", "", "PUE").Within(1, Field::LARGEST),
                usageEffectiveness);
        archive(Field("clocks", "cycle/s", "admissible clocks; none: all").Positive(), clocks);
    }
};

/// REQUEST: what the server needs to plan for this device.
struct RequestBody
{
    std::string network; ///< catalogue name (the server has the profile)
    double tokensIn{0};  ///< length of this task's prompt; 0: the profile's own
    double tokensOut{0}; ///< length of this task's answer; 0: none beyond the profile
    /// size of this task's raw input [bit]; not a number: the profile's own
    double inputBits{std::numeric_limits<double>::quiet_NaN()};
    double latencyBudget{0};      ///< T0 [s]
    double energyBudget{0};       ///< E0 [J]
    double gain{0};               ///< measured channel power gain; NaN: unknown
    double bandwidth{0};          ///< of the device's link [Hz]; 0: the server's default
    double noiseDensity{0};       ///< at the receiver [W/Hz]; 0: the server's default
    bool divideBand{false};       ///< whether the link can be given a part of the band for itself
    double subchannelWidth{0};    ///< such parts are multiples of it [Hz]; 0: any
    double linkRate{0};           ///< of a link that has one, payload [bit/s]; 0: a radio's
    double txPowerMax{0};         ///< [W]
    double txPowerMin{0};         ///< [W], up to txPowerMax; 0: none
    std::vector<double> txPowers; ///< admissible powers [W]; empty: continuous
    double weightRate{0};         ///< lambda [1/weight]
    double memoryBits{0};         ///< for weights [bit]; 0: unlimited
    uint32_t splitMin{0};         ///< least split (raw input must stay on the device: 1)
    ProcessorBody processor;
    uint64_t link{UINT64_MAX};   ///< the device's number in its cell; all ones: none
    double timeWeight{0};        ///< what a second is worth to it [1/s]
    double energyWeight{0};      ///< what a joule is [1/J]; both 0: as the planner says
    double arrivalRate{0};       ///< tasks it has to do [1/s]; 0: unknown
    bool keepsPlan{false};       ///< whether it follows the plan until it gets another
    uint64_t medium{UINT64_MAX}; ///< number of what its link shares with others; all ones: none
    double mediumRate{0};        ///< what that carries [bit/s]; 0: there is none
    uint32_t sharers{1};         ///< links it knows to share it, its own included
    bool sharersKnown{true};     ///< whether nobody else is on the way

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("network", "", "catalogue name"), network);
        archive(Field("tokens_in", "", "length of the prompt; 0: the network's own").Amount(),
                tokensIn);
        archive(Field("tokens_out", "", "length of the answer").Amount(), tokensOut);
        archive(Field("input_bits", "bit", "raw input; unknown: the network's own")
                    .Amount()
                    .OrUnknown(),
                inputBits);
        archive(Field("latency_budget", "s", "T0").Positive(), latencyBudget);
        archive(Field("energy_budget", "J", "E0").Positive(), energyBudget);
        archive(Field("gain", "", "measured channel power gain").Positive().OrUnknown(), gain);
        archive(Field("bandwidth", "Hz", "of the link; 0: the server's default").Amount(),
                bandwidth);
        archive(Field("noise_density", "W/Hz", "0: the server's default").Amount(), noiseDensity);
        archive(Field("divide_band", "", "the link can be given a part of the band"), divideBand);
        archive(Field("subchannel_width", "Hz", "parts are multiples of it; 0: any").Amount(),
                subchannelWidth);
        archive(Field("link_rate", "bit/s", "of a link that has one; 0: a radio's").Amount(),
                linkRate);
        archive(Field("tx_power_max", "W", "largest transmit power").Positive(), txPowerMax);
        archive(Field("tx_power_min", "W", "least transmit power; 0: none").Amount(), txPowerMin);
        archive(Field("tx_powers", "W", "admissible powers; none: all").Positive(), txPowers);
        archive(Field("weight_rate", "1/weight", "lambda").Positive(), weightRate);
        archive(Field("memory_bits", "bit", "for weights; 0: unlimited").Amount(), memoryBits);
        archive(Field("split_min", "", "least split"), splitMin);
        archive(Field("processor", "", "what will compute"), processor);
        archive(Field("link", "", "number in the cell; all ones: none"), link);
        archive(Field("time_weight", "1/s", "what a second is worth").Amount(), timeWeight);
        archive(Field("energy_weight", "1/J", "what a joule is worth").Amount(), energyWeight);
        archive(Field("arrival_rate", "1/s", "tasks it has to do; 0: unknown").Amount(),
                arrivalRate);
        archive(Field("keeps_plan", "", "it follows the plan until it gets another"), keepsPlan);
        archive(Field("medium", "", "what its link shares with others; all ones: none"), medium);
        archive(Field("medium_rate", "bit/s", "what that carries; 0: there is none").Amount(),
                mediumRate);
        archive(Field("sharers", "", "links it knows to share it").Within(1, UINT32_MAX), sharers);
        archive(Field("sharers_known", "", "nobody else is on the way"), sharersKnown);
    }

    /// @returns "", or which range has its ends exchanged, or which list is not ascending or has
    /// nothing within its limits
    std::string Validate() const;
};

/// PLAN: what the device shall do, and what that is expected to cost: the planner's decision as it
/// is, and what a device must know besides. Task 0 in the header: for all tasks from now on.
struct PlanBody : public SplitDecision
{
    uint64_t number{0};           ///< of the plan, counted by the server; 0: none
    std::string planner;          ///< who decided
    double deviceFlop{0};         ///< work of the device's part, pruned [FLOP]
    double deviceMemory{0};       ///< weights kept on the device [B]
    double rateFactor{1};         ///< realised over Shannon rate the plan assumes
    bool countServerEnergy{true}; ///< whether the energy budget covers the server

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("number", "", "of the plan, counted by the server"), number);
        archive(Field("planner", "", "who decided"), planner);
        SplitDecision::Fields(archive);
        archive(Field("device_flop", "FLOP", "work of the device's part").Amount(), deviceFlop);
        archive(Field("device_memory", "B", "weights kept on the device").Amount(), deviceMemory);
        archive(Field("rate_factor", "", "realised over Shannon rate it assumes").Positive(),
                rateFactor);
        archive(Field("count_server_energy", "", "the energy budget covers the server"),
                countServerEnergy);
    }

    /// @returns size of the feature that is to be sent [bit], 0 if none is
    double GetUplinkBits() const;
    /// @returns "", or what cannot be about that size
    std::string Validate() const;
};

/// FEATURE: what the server needs to go on from the cut; the tensor follows as payload.
struct FeatureBody
{
    uint64_t plan{0};                                           ///< number of the plan it follows
    std::string network;                                        ///< catalogue name
    double tokensIn{0};                                         ///< as in the REQUEST
    double tokensOut{0};                                        ///< as in the REQUEST
    double inputBits{std::numeric_limits<double>::quiet_NaN()}; ///< as in the REQUEST
    uint32_t split{0};                                          ///< s
    double serverKeepRatio{0};                                  ///< kappa of the server's part
    double serverClock{0};                                      ///< f_s asked for [cycle/s]
    double deadline{0};                                         ///< instant the task is due [s]
    bool dropLate{false}; ///< whether nobody wants the answer after the deadline
    uint32_t units{1};    ///< computing units asked for, >= 1

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("plan", "", "number of the plan it follows"), plan);
        archive(Field("network", "", "catalogue name"), network);
        archive(Field("tokens_in", "", "length of the prompt; 0: the network's own").Amount(),
                tokensIn);
        archive(Field("tokens_out", "", "length of the answer").Amount(), tokensOut);
        archive(Field("input_bits", "bit", "raw input; unknown: the network's own")
                    .Amount()
                    .OrUnknown(),
                inputBits);
        archive(Field("split", "", "blocks that ran on the device"), split);
        archive(
            Field("server_keep_ratio", "", "kappa of the server's part").Within(Field::SMALLEST, 1),
            serverKeepRatio);
        archive(Field("server_clock", "cycle/s", "f_s asked for").Amount(), serverClock);
        archive(Field("deadline", "s", "instant the task is due").Within(0, Field::LARGEST),
                deadline);
        archive(Field("drop_late", "", "nobody wants the answer after the deadline"), dropLate);
        archive(Field("units", "", "computing units asked for").Within(1, SplitDecision::MAX_UNITS),
                units);
    }
};

/// Why a RESULT carries no answer.
enum class ServerStatus : uint8_t
{
    OK = 0,
    QUEUE_FULL = 1,   ///< the server's processor refused the job
    MEMORY = 2,       ///< it does not fit the server's memory
    BATTERY = 3,      ///< the server ran dry
    REFUSED = 4,      ///< the request made no sense to the server
    STOPPED = 5,      ///< the server is going away
    GIVEN_UP = 6,     ///< the device gave the task up; the reason says how far it was
    UNKNOWN = 7,      ///< the device gave a task up that the server does not have
    SEGMENT_LOST = 8, ///< a part of the feature did not come
};

/// RESULT: when the server did what, also where it did not come to an end; the answer follows as
/// payload.
struct ResultBody
{
    ServerStatus status{ServerStatus::OK}; ///< why there is no answer
    std::string reason;                    ///< in words, unless OK
    double received{0};                    ///< instant the feature was complete [s]; 0: it was not
    double started{0};                     ///< instant service began [s]
    double finished{0};                    ///< instant service ended [s]
    double energy{0};                      ///< e_s spent [J]
    double clock{0};                       ///< mean over the service [cycle/s]
    double work{0};                        ///< done on it [FLOP]
    double traffic{0};                     ///< moved in memory for that [B]; NaN: nobody counted

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("status", "", "why there is no answer")
                    .Choices({"ok",
                              "queue full",
                              "memory",
                              "battery",
                              "refused",
                              "stopped",
                              "given up",
                              "unknown",
                              "segment lost"}),
                status);
        archive(Field("reason", "", "in words, unless ok"), reason);
        archive(Field("received", "s", "instant the feature was complete")
                    .Within(0, BodyLimits::INSTANT),
                received);
        archive(Field("started", "s", "instant service began").Within(0, BodyLimits::INSTANT),
                started);
        archive(Field("finished", "s", "instant service ended").Within(0, BodyLimits::INSTANT),
                finished);
        archive(Field("energy", "J", "spent by the server").Amount(), energy);
        archive(Field("clock", "cycle/s", "mean over the service").Amount(), clock);
        archive(Field("work", "FLOP", "done on it").Amount(), work);
        archive(Field("traffic", "B", "moved in memory for it").Amount().OrUnknown(), traffic);
    }

    /// @returns "", or which instant is before the one it follows
    std::string Validate() const;
};

/// REPORT: what really happened; feeds the server's estimate of the link.
struct ReportBody
{
    uint64_t plan{0};       ///< number of the plan it followed
    double deviceTime{0};   ///< t_d [s]; this and what follows: NaN where not measured
    double uplinkTime{0};   ///< t_u [s]; 0 when nothing was sent
    double serverTime{0};   ///< t_s [s]
    double latency{0};      ///< T [s]
    double waited{0};       ///< part of it in which the task waited for device, link or server [s]
    double deviceEnergy{0}; ///< e_d [J]
    double uplinkEnergy{0}; ///< e_u [J]
    double uplinkBits{0};   ///< feature payload [bit]
    double gain{0};         ///< channel power gain measured now

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("plan", "", "number of the plan it followed"), plan);
        archive(Field("device_time", "s", "t_d").Amount().OrUnknown(), deviceTime);
        archive(Field("uplink_time", "s", "t_u").Amount().OrUnknown(), uplinkTime);
        archive(Field("server_time", "s", "t_s").Amount().OrUnknown(), serverTime);
        archive(Field("latency", "s", "from generation to answer").Amount().OrUnknown(), latency);
        archive(
            Field("waited", "s", "part of it, for device, link and server").Amount().OrUnknown(),
            waited);
        archive(Field("device_energy", "J", "e_d").Amount().OrUnknown(), deviceEnergy);
        archive(Field("uplink_energy", "J", "e_u").Amount().OrUnknown(), uplinkEnergy);
        archive(Field("uplink_bits", "bit", "feature payload").Amount().OrUnknown(), uplinkBits);
        archive(Field("gain", "", "channel power gain measured now").Amount().OrUnknown(), gain);
    }
};

/// CANCEL: nobody waits for the answer any more, and the server drops the work.
struct CancelBody
{
    std::string reason;  ///< in words
    bool account{false}; ///< whether a RESULT shall say how far it was and what that took

    /// The fields, by name. @param [in,out] archive gets them
    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("reason", "", "in words"), reason);
        archive(Field("account", "", "a RESULT shall say what it took"), account);
    }
};

/// @param [in] limits of a processor  @returns what it tells of itself in a REQUEST
ProcessorBody ToBody(const ProcessorLimits& limits);
/// @param [in] body what a processor told of itself  @returns the same for a planner
ProcessorLimits ToLimits(const ProcessorBody& body);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_CO_INFERENCE_BODY_H
