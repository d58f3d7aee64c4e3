/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FAULT_CELL_H
#define EDGE_AI_FAULT_CELL_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// What happens to a run.
enum class Fault : uint8_t
{
    SERVER_STOPPED,      ///< the application that the devices talk to ends
    SERVER_ANEW,         ///< and another one is started in its place
    LINK_DOWN,           ///< the access network carries nothing, in either direction
    INTERFACE_DOWN,      ///< the device's interface is down
    BATTERY_EMPTY,       ///< the first device's
    PROCESSOR_SATURATED, ///< of the server, with work of others
    PLAN_LATE,           ///< what comes to devices, plans among it, is late
    PLAN_TWICE,          ///< comes twice
    PLAN_TURNED,         ///< comes in another order
    TCP_RESET,           ///< every connection over the access network is reset
    MTU_576,             ///< of the access network, all the time
    MTU_9000,            ///< likewise
    SINR_LOW,            ///< the first device is where its SINR is -30 dB
    SIC_FAILS,           ///< nothing of a stronger user is cancelled
    NO_DEVICE,           ///< there is none
    ONE_DEVICE,          ///< there is one
    MANY_DEVICES,        ///< there are 200
};

/// @returns all faults
const std::vector<Fault>& ListFaults();
/// @param [in] fault one  @returns how tables call it
std::string ToString(Fault fault);
/// @returns the ways from devices to their server: "ideal", "wifi", "broadband", "lte"
const std::vector<std::string>& ListAccesses();

/// One place of the matrix.
struct FaultCell
{
    Fault fault{Fault::LINK_DOWN};
    std::string application; ///< of ListFaultApplications()
    bool udp{false};         ///< instead of TCP
    std::string access;      ///< of ListAccesses()

    /// @returns it in words
    std::string ToString() const;
};

/// @param [in] cell one  @returns "" if there is such a thing, else why not
std::string ExplainNoCell(const FaultCell& cell);

/// When things happen in a run.
struct FaultTimes
{
    double from{4};  ///< the fault begins [s]
    double until{6}; ///< and ends [s]
    double calm{15}; ///< from now on all is well again, where it can be [s]
    double end{24};  ///< of the run [s]
};

/// @param [in] cell one  @returns whether its stations are so many that each frame, which all of
/// them hear, takes long to simulate
bool IsCrowdOnAir(const FaultCell& cell);
/// @param [in] cell one  @returns when things happen in it
FaultTimes GetFaultTimes(const FaultCell& cell);

/// What became of a cell.
enum class FaultVerdict : uint8_t
{
    HELD,    ///< all tasks ended once, energy adds up, and service came back where it should
    REFUSED, ///< the run was refused in words before it began
    BROKEN,  ///< something of this did not hold
};

/// What a cell's run comes to. It goes through a pipe as it is.
struct FaultResult
{
    FaultVerdict verdict{FaultVerdict::BROKEN};
    uint64_t generated{0};         ///< tasks
    uint64_t completed{0};         ///< in time
    uint64_t late{0};              ///< completed behind their deadline
    uint64_t dropped{0};           ///< with a reason
    uint64_t unfinished{0};        ///< under way at the end
    uint64_t troubled{0};          ///< packets that something happened to
    uint64_t after{0};             ///< generated when all was well again
    uint64_t resumed{0};           ///< of them, completed
    double seconds{0};             ///< of the processor that it took [s]
    std::array<char, 32> reason{}; ///< most frequent, of the dropped
    std::array<char, 400> words{}; ///< of a refusal, or what did not hold
};

/// @param [in] text words  @param [in,out] letters take as many as fit, ended by zero
template <std::size_t SIZE>
void
Put(const std::string& text, std::array<char, SIZE>& letters)
{
    const std::size_t size = text.size() < SIZE ? text.size() : SIZE - 1;
    letters.fill(0);
    for (std::size_t i = 0; i < size; ++i)
    {
        letters[i] = text[i];
    }
}

/**
 * Run cells, each in a process of its own: it may end as it wants to.
 * @param [in] cells for which ExplainNoCell() says nothing
 * @param [in] jobs how many at once, >= 1
 * @param [in] limit real time after which a run hangs [s], > 0
 * @param [in] ended is told of every cell once, in whatever order
 * @param [in] tick is told now and then which cells run
 */
void RunFaultCells(
    const std::vector<FaultCell>& cells,
    std::size_t jobs,
    unsigned limit,
    const std::function<void(std::size_t index, const FaultResult& result)>& ended,
    const std::function<void(const std::vector<std::size_t>& running)>& tick = [](const auto&) {});

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FAULT_CELL_H
