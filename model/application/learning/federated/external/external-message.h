/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_MESSAGE_H
#define EDGE_AI_EXTERNAL_MESSAGE_H

#include "learning/data/dataset.h"

#include <Eigen/Core>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// @ingroup edge-ai
/// Kinds of messages between a simulation and a process that trains for it. Each is a header and a
/// body; every byte is in the chapter on external trainers.
enum class ExternalKind : uint16_t
{
    HELLO = 1,     ///< simulation: what is learned
    READY = 2,     ///< answer: what it begins with
    FIT = 3,       ///< simulation: a device trains
    UPDATE = 4,    ///< answer: what the device sends
    DECLINED = 5,  ///< answer: the device cannot, in words
    AGGREGATE = 6, ///< simulation: what of a round has come
    MODEL = 7,     ///< answer: the new parameters
    EVALUATE = 8,  ///< simulation: how good are these parameters
    SCORE = 9,     ///< answer: loss and accuracy
    END = 10,      ///< simulation: that was all
    ERROR = 11,    ///< answer: the process cannot go on, in words
};

/// @param [in] kind of a message, or any number  @returns its name, or the number
std::string ToString(ExternalKind kind);

/// Bounds of these messages.
struct ExternalLimits
{
    static constexpr uint32_t MAGIC = 0x58494145;               ///< "EAIX", as bytes
    static constexpr uint16_t VERSION = 1;                      ///< of this wire form
    static constexpr uint32_t HEADER = 16;                      ///< bytes of a header
    static constexpr uint32_t BODY = uint32_t{1} << 30;         ///< most bytes of a body
    static constexpr uint32_t TEXT = uint32_t{1} << 16;         ///< most bytes of a text
    static constexpr uint32_t UPDATE = uint32_t{1} << 28;       ///< most bytes of an update
    static constexpr uint32_t PARAMETERS = (uint32_t{1} << 26); ///< most of a model
};

/// What stands before every body.
struct ExternalHeader
{
    ExternalKind kind{ExternalKind::END};
    uint32_t length{0}; ///< of the body [B]
    uint32_t number{0}; ///< of the request, from 1; an answer repeats it

    /// @returns its bytes
    std::vector<uint8_t> Write() const;
    /// @param [in] bytes HEADER of them  @returns "" or what is wrong with them
    std::string Read(const std::vector<uint8_t>& bytes);
};

/// HELLO: what is learned, by whom and from what.
struct ExternalHello
{
    uint64_t seed{0};                    ///< for draws of the process
    uint32_t devices{0};                 ///< N, numbered from 0
    uint32_t batch{0};                   ///< samples of a local step; 0: all that a device has
    double rate{0};                      ///< step size of local steps
    std::string model;                   ///< as text; "": the process's own
    Eigen::VectorXd parameters;          ///< to begin with; none: the process's own
    std::shared_ptr<const Dataset> data; ///< for training; null: the process's own
    std::shared_ptr<const Dataset> test; ///< of no device; null: none
    std::vector<SampleList> samples;     ///< of each device; none: the process's own

    /// @param [out] body bytes  @returns "" or why it cannot be said
    std::string Write(std::vector<uint8_t>& body) const;
};

/// READY: what the process begins with.
struct ExternalReady
{
    std::string name;            ///< of what is learned, for records
    Eigen::VectorXd parameters;  ///< to begin with
    std::vector<double> samples; ///< that each device has; none: as in HELLO
    double flop{0};              ///< of a local step [FLOP]; 0: as the simulation says
    uint32_t bytes{0};           ///< of an update, for plans [B]; 0: 4 for each parameter
    bool scores{false};          ///< it wants to EVALUATE

    /// @param [in] body bytes  @param [in] hello it answers  @returns "" or what is wrong with it
    std::string Read(const std::vector<uint8_t>& body, const ExternalHello& hello);
};

/// FIT: a device has done the work that was charged; what does it send?
struct ExternalFit
{
    uint64_t round{0};           ///< from 1
    double time{0};              ///< simulated [s]
    uint32_t device{0};          ///< number
    uint32_t steps{0};           ///< of local training
    uint64_t counted{0};         ///< latest round in which an update of it counted; 0: none
    std::vector<uint32_t> batch; ///< samples of all steps, one step behind the other; none: all its
                                 ///< own in each step, or the process's choice
    std::vector<float> parameters; ///< as they came to the device

    /// @returns the body
    std::vector<uint8_t> Write() const;
};

/// An update that has come to the server.
struct ExternalArrival
{
    uint32_t device{0};         ///< number
    uint32_t steps{0};          ///< of local training
    double samples{0};          ///< that the device has
    double time{0};             ///< simulated instant [s]
    std::vector<uint8_t> bytes; ///< as they came
};

/// AGGREGATE: a round is over; what does the server make of what has come?
struct ExternalAggregate
{
    uint64_t round{0};                    ///< from 1
    double time{0};                       ///< simulated [s]
    std::vector<uint32_t> chosen;         ///< devices that were asked, ascending
    std::vector<ExternalArrival> arrived; ///< by device, ascending; at least one

    /// @returns the body
    std::vector<uint8_t> Write() const;
};

/// EVALUATE: how good are these parameters?
struct ExternalEvaluate
{
    uint64_t round{0};          ///< behind which
    double time{0};             ///< simulated [s]
    Eigen::VectorXd parameters; ///< of the server

    /// @returns the body
    std::vector<uint8_t> Write() const;
};

/// SCORE: that good.
struct ExternalScore
{
    double loss{std::numeric_limits<double>::quiet_NaN()};
    double accuracy{std::numeric_limits<double>::quiet_NaN()};

    /// @param [in] body bytes  @returns "" or what is wrong with it
    std::string Read(const std::vector<uint8_t>& body);
};

/// @param [in] body of UPDATE  @param [out] update bytes  @returns "" or what is wrong with it
std::string ReadExternalUpdate(const std::vector<uint8_t>& body, std::vector<uint8_t>& update);

/// @param [in] body of MODEL  @param [in] count of parameters  @param [out] parameters, which may
/// be any numbers: learning may have diverged  @returns "" or what is wrong with it
std::string ReadExternalModel(const std::vector<uint8_t>& body,
                              Eigen::Index count,
                              Eigen::VectorXd& parameters);

/// @param [in] body of DECLINED or ERROR  @returns its words, fit to be printed
std::string ReadExternalWords(const std::vector<uint8_t>& body);

/// @param [in] bytes of anything  @param [in] most of them to say  @returns them fit to be printed
std::string MakePrintable(const std::vector<uint8_t>& bytes, std::size_t most);

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_MESSAGE_H
