/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_EXTERNAL_MESSAGE_H
#define EDGE_AI_EXTERNAL_MESSAGE_H

#include "application/message/external/external-header.h"
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

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_EXTERNAL_MESSAGE_H
