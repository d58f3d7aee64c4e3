/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_STREAM_H
#define EDGE_AI_EXTERNAL_STREAM_H

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Where another process is.
struct ExternalPlace
{
    std::string command; ///< starts it: a program and its arguments, no shell; "": it runs already
    std::string socket;  ///< path of the local socket that it listens at; "": it is started
    double timeout{300}; ///< that it may be silent when something was asked, real time [s], > 0
    std::string owner{"External"}; ///< who asks, as messages begin

    /// @returns how messages call it
    std::string GetName() const;
};

/**
 * @ingroup edge-ai
 * Bytes to and from another process: a child whose standard input and output they are, or one that
 * listens at a local socket. Nothing here waits for ever, raises a signal, or leaves a process
 * behind; a child that does not end when it is closed is killed, with all of its group.
 *
 * Not Boost.Process, which needs a compiled library and has changed its interface.
 */
class ExternalStream
{
  public:
    /// @param [in] place of the process  @throws ExternalError if it cannot be started or reached
    explicit ExternalStream(ExternalPlace place);
    ~ExternalStream();
    ExternalStream(const ExternalStream&) = delete;
    ExternalStream& operator=(const ExternalStream&) = delete;

    /// Something is asked: the time for it begins.
    void StartClock();

    /**
     * @param [in] bytes to write
     * @returns whether all of them were; false: the process writes already, or reads no more
     * @throws ExternalError if it is silent for too long
     */
    bool Write(const std::vector<uint8_t>& bytes);

    /**
     * @param [in] count of bytes to read
     * @param [in,out] bytes gets them at its end, also those that came before a throw; fewer: the
     *                 process has closed its end, or has ended
     * @throws ExternalError if it is silent for too long
     */
    void Read(std::size_t count, std::vector<uint8_t>& bytes);
    /// Wait for something. @param [in] most bytes to read, > 0  @param [in,out] bytes gets what is
    /// there at its end; nothing: see Read()  @returns whether there was something
    /// @throws ExternalError likewise
    bool ReadSome(std::size_t most, std::vector<uint8_t>& bytes);
    /// Give it less time than there is left. @param [in] seconds of real time from now
    void Hurry(double seconds);

    /// Close both ways and, of a child, see to it that it ends.
    /// @param [in] patience how long it may take to end by itself [s]
    /// @returns how it has ended, in words; "" of a socket
    std::string Close(double patience);

  private:
    using Clock = std::chrono::steady_clock;

    void StartChild();
    void Connect();
    bool HasEnded() const;
    bool WaitForEnd(double seconds) const;
    int GetPollTime() const;

    ExternalPlace m_place;
    int m_input{-1};  ///< of the process
    int m_output{-1}; ///< of the process; the same of a socket
    pid_t m_child{-1};
    bool m_deaf{false};  ///< it reads no more
    bool m_heard{false}; ///< a part of its answer has come
    Clock::time_point m_deadline;
};

/// @param [in] command a program and its arguments, divided by blanks; what stands in single quotes
/// is taken as it is  @param [in] owner who starts it, as messages begin  @returns them
/// @throws ExternalError if a quote is not closed, or it is empty
std::vector<std::string> SplitCommand(const std::string& command,
                                      const std::string& owner = "External");

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_STREAM_H
