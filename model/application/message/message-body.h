/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_MESSAGE_BODY_H
#define EDGE_AI_MESSAGE_BODY_H

#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Fields of the messages' bodies. Each body names its fields once, in Fields(), for writing and for
 * reading. Numbers travel as big-endian IEEE 754 doubles or unsigned integers, strings with a 16
 * bit length before them. Validate() says what each field may be. Decode() takes any bytes: it
 * returns false on anything that is not exactly one body with fields in their ranges, and never
 * reads past the end. What was decoded can be encoded again.
 */

/// What a processor tells of itself in a REQUEST.
struct ProcessorBody
{
    double flopPerCycle{0};       ///< [FLOP/cycle]
    double clockMax{0};           ///< [cycle/s]
    double powerCoefficient{0};   ///< [W/(cycle/s)^3]
    double usageEffectiveness{1}; ///< PUE
    std::vector<double> clocks;   ///< admissible clocks [cycle/s]; empty: continuous

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(flopPerCycle, clockMax, powerCoefficient, usageEffectiveness, clocks);
    }
};

/// REQUEST: what the server needs to plan for this device.
struct RequestBody
{
    std::string network;          ///< catalogue name (the server has the profile)
    double tokensIn{0};           ///< length of this task's prompt; 0: the profile's own
    double tokensOut{0};          ///< length of this task's answer; 0: none beyond the profile
    double inputBits{0};          ///< size of this task's raw input [bit]; 0: the profile's own
    double latencyBudget{0};      ///< T0 [s]
    double energyBudget{0};       ///< E0 [J]
    double gain{0};               ///< measured channel power gain; NaN: unknown
    double bandwidth{0};          ///< of the device's link [Hz]; 0: the server's default
    double noiseDensity{0};       ///< at the receiver [W/Hz]; 0: the server's default
    uint8_t divideBand{0};        ///< whether the link can be given a part of the band for itself
    double subchannelWidth{0};    ///< such parts are multiples of it [Hz]; 0: any
    double txPowerMax{0};         ///< [W]
    std::vector<double> txPowers; ///< admissible powers [W]; empty: continuous
    double weightRate{0};         ///< lambda [1/weight]
    double memoryBits{0};         ///< for weights [bit]; 0: unlimited
    uint32_t splitMin{0};         ///< least split (raw input must stay on the device: 1)
    ProcessorBody processor;
    uint64_t link{UINT64_MAX}; ///< the device's number in its cell; all ones: none
    double timeWeight{0};      ///< what a second is worth to it [1/s]
    double energyWeight{0};    ///< what a joule is [1/J]; both 0: as the planner says

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(network, tokensIn, tokensOut, inputBits, latencyBudget, energyBudget, gain);
        archive(bandwidth,
                noiseDensity,
                divideBand,
                subchannelWidth,
                txPowerMax,
                txPowers,
                weightRate,
                memoryBits,
                splitMin);
        processor.Fields(archive);
        archive(link, timeWeight, energyWeight);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// One direction of a PLAN.
struct WayBody
{
    uint32_t subchannel{UINT32_MAX}; ///< which; all ones: none is planned
    uint32_t position{0};            ///< place in the decoding order, 1 first
    double power{0};                 ///< transmit power [W]
    double sinr{0};                  ///< expected, linear
    double rate{0};                  ///< expected [bit/s]

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(subchannel, position, power, sinr, rate);
    }
};

/// PLAN: what the device shall do. Task 0 in the header: for all tasks from now on.
struct PlanBody
{
    uint64_t number{0};           ///< of the plan, counted by the server
    uint8_t status{0};            ///< PlanStatus
    std::string reason;           ///< in words, unless solved
    std::string planner;          ///< who decided
    uint32_t split{0};            ///< s
    double deviceKeepRatio{0};    ///< kappa of the device's part
    double serverKeepRatio{0};    ///< kappa of the server's part
    double txPower{0};            ///< p [W]
    double deviceClock{0};        ///< f_d [cycle/s]
    double serverClock{0};        ///< f_s [cycle/s]
    double bandwidth{0};          ///< this device's band [Hz]
    double uplinkBits{0};         ///< feature payload [bit]
    double deviceFlop{0};         ///< work of the device's part, pruned [FLOP]
    double deviceMemory{0};       ///< weights kept on the device [B]
    double deviceTime{0};         ///< expected t_d [s]
    double uplinkTime{0};         ///< expected t_u [s]
    double serverTime{0};         ///< expected t_s [s]
    double deviceEnergy{0};       ///< expected e_d [J]
    double uplinkEnergy{0};       ///< expected e_u [J]
    double serverEnergy{0};       ///< expected e_s [J]
    double latency{0};            ///< expected T with the constant part [s]
    double energy{0};             ///< expected E with the constant part [J]
    double distortion{0};         ///< expected, normalised, in [0, 1]
    double rateFactor{1};         ///< realised over Shannon rate the plan assumes
    uint8_t countServerEnergy{1}; ///< whether the energy budget covers the server
    double units{0};              ///< r, computing units of the server; 0: not planned
    double downlinkTime{0};       ///< expected t of the answer [s]; 0: not planned
    double downlinkEnergy{0};     ///< expected e of the answer [J]
    WayBody uplink;               ///< where subchannels are planned
    WayBody downlink;             ///< likewise

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(number, status, reason, planner, split, deviceKeepRatio, serverKeepRatio, txPower);
        archive(deviceClock, serverClock, bandwidth, uplinkBits, deviceFlop, deviceMemory);
        archive(deviceTime, uplinkTime, serverTime, deviceEnergy, uplinkEnergy, serverEnergy);
        archive(latency, energy, distortion, rateFactor, countServerEnergy);
        archive(units, downlinkTime, downlinkEnergy);
        uplink.Fields(archive);
        downlink.Fields(archive);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// FEATURE: what the server needs to go on from the cut; the tensor follows as payload.
struct FeatureBody
{
    uint64_t plan{0};          ///< number of the plan it follows
    std::string network;       ///< catalogue name
    double tokensIn{0};        ///< as in the REQUEST
    double tokensOut{0};       ///< as in the REQUEST
    double inputBits{0};       ///< as in the REQUEST
    uint32_t split{0};         ///< s
    double serverKeepRatio{0}; ///< kappa of the server's part
    double serverClock{0};     ///< f_s asked for [cycle/s]
    double deadline{0};        ///< instant the task is due [s]
    uint8_t dropLate{0};       ///< whether nobody wants the answer after the deadline
    uint32_t units{1};         ///< computing units asked for, >= 1

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(plan, network, tokensIn, tokensOut, inputBits, split, serverKeepRatio);
        archive(serverClock, deadline, dropLate, units);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// Why a RESULT carries no answer.
enum class ServerStatus : uint8_t
{
    OK = 0,
    QUEUE_FULL = 1, ///< the server's processor refused the job
    MEMORY = 2,     ///< it does not fit the server's memory
    BATTERY = 3,    ///< the server ran dry
    REFUSED = 4,    ///< the request made no sense to the server
    STOPPED = 5,    ///< the server is going away
};

/// RESULT: when the server did what; the answer follows as payload.
struct ResultBody
{
    uint8_t status{0};  ///< ServerStatus
    std::string reason; ///< in words, unless OK
    double received{0}; ///< instant the feature was complete [s]
    double started{0};  ///< instant service began [s]
    double finished{0}; ///< instant service ended [s]
    double energy{0};   ///< e_s spent [J]
    double clock{0};    ///< mean over the service [cycle/s]

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(status, reason, received, started, finished, energy, clock);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// REPORT: what really happened; feeds the server's estimate of the link.
struct ReportBody
{
    uint64_t plan{0};       ///< number of the plan it followed
    double deviceTime{0};   ///< t_d [s]
    double uplinkTime{0};   ///< t_u [s]; 0 when nothing was sent
    double serverTime{0};   ///< t_s [s]
    double latency{0};      ///< T [s]
    double deviceEnergy{0}; ///< e_d [J]
    double uplinkEnergy{0}; ///< e_u [J]
    double uplinkBits{0};   ///< feature payload [bit]
    double gain{0};         ///< channel power gain measured now; NaN: unknown

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(plan, deviceTime, uplinkTime, serverTime, latency);
        archive(deviceEnergy, uplinkEnergy, uplinkBits, gain);
    }

    /// @returns "", or which field is out of its range, with the range
    std::string Validate() const;
};

/// Writes fields to bytes.
class BodyWriter
{
  public:
    /// @param [in] fields what to append, in order
    template <typename... T>
    void operator()(const T&... fields)
    {
        (Write(fields), ...);
    }

    /// @returns what was written
    const std::vector<uint8_t>& GetBytes() const;

  private:
    void Write(uint8_t value);
    void Write(uint32_t value);
    void Write(uint64_t value);
    void Write(double value);
    void Write(const std::string& value);
    void Write(const std::vector<double>& values);
    void Write(const std::vector<uint32_t>& values);
    template <typename T>
    void WriteList(const std::vector<T>& values);
    void WriteInteger(uint64_t value, unsigned width);

    std::vector<uint8_t> m_bytes;
};

/// Reads fields from bytes; once something is missing every further read fails.
class BodyReader
{
  public:
    /// @param [in] bytes the body
    explicit BodyReader(const std::vector<uint8_t>& bytes);

    /// @param [out] fields what to read, in order
    template <typename... T>
    void operator()(T&... fields)
    {
        (Read(fields), ...);
    }

    /// @returns true if every read succeeded and nothing is left over
    bool IsComplete() const;

  private:
    void Read(uint8_t& value);
    void Read(uint32_t& value);
    void Read(uint64_t& value);
    void Read(double& value);
    void Read(std::string& value);
    void Read(std::vector<double>& values);
    void Read(std::vector<uint32_t>& values);
    template <typename T>
    void ReadList(std::vector<T>& values);
    uint64_t ReadInteger(unsigned width);

    const std::vector<uint8_t>& m_bytes;
    std::size_t m_at{0};
    bool m_failed{false};
};

/// @param [in] body fields  @returns their wire form
template <typename Body>
std::vector<uint8_t>
Encode(Body body)
{
    BodyWriter writer;
    body.Fields(writer);
    return writer.GetBytes();
}

/**
 * @param [in] bytes wire form
 * @param [out] body fields, meaningful only on success
 * @param [out] fault if not null: on failure, what is wrong
 * @returns whether the bytes are exactly one such body, all of whose fields are in their ranges
 */
template <typename Body>
bool
Decode(const std::vector<uint8_t>& bytes, Body& body, std::string* fault = nullptr)
{
    BodyReader reader(bytes);
    body.Fields(reader);
    const std::string wrong = reader.IsComplete() ? body.Validate() : "it could not be read";
    if (fault)
    {
        *fault = wrong;
    }
    return wrong.empty();
}

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_MESSAGE_BODY_H
