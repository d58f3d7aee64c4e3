/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "external-message.h"

#include "allocation/plan/field-inspection.h"
#include "application/message/external/external-bytes.h"
#include "printable-text.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace ns3
{
namespace edgeai
{

namespace
{

/// @param [in] value that a trainer says  @returns whether workers and plans take it
bool
IsAmount(double value)
{
    return value == 0 || (value >= FieldInspection::SMALLEST && value <= FieldInspection::LARGEST);
}

/// @param [in] value that is none  @returns it, and what is allowed
std::string
DescribeAmount(double value)
{
    std::ostringstream text;
    text << value << "; allowed is 0, or " << FieldInspection::SMALLEST << " to "
         << FieldInspection::LARGEST;
    return text.str();
}

/// @param [in] numbers read  @returns them as a vector
Eigen::VectorXd
ToVector(const std::vector<double>& numbers)
{
    return Eigen::Map<const Eigen::VectorXd>(numbers.data(),
                                             static_cast<Eigen::Index>(numbers.size()));
}

/// A table: rows, columns, classes, features row by row, labels.
/// @param [in] data null: none  @param [in,out] writer gets it
void
PutTable(const Dataset* data, ExternalWriter& writer)
{
    const uint32_t rows = data ? data->GetSampleCount() : 0;
    const Eigen::Index columns = data ? data->GetFeatureCount() : 0;
    writer.Put(rows);
    writer.Put(static_cast<uint32_t>(columns));
    writer.Put(data ? data->GetClassCount() : uint32_t{0});
    for (Eigen::Index i = 0; i < rows; ++i)
    {
        const Eigen::VectorXd row = data->IsSparse()
                                        ? Eigen::VectorXd(data->GetSparse().row(i).transpose())
                                        : Eigen::VectorXd(data->GetDense().row(i).transpose());
        for (const double value : row)
        {
            writer.Put(value);
        }
    }
    for (uint32_t i = 0; i < rows; ++i)
    {
        writer.Put(data->GetLabels()[i]);
    }
}

/// @param [in] data null: none  @returns bytes of its table
double
GetTableBytes(const Dataset* data)
{
    return data ? data->GetSampleCount() * (8.0 * static_cast<double>(data->GetFeatureCount()) + 4)
                : 0;
}

} // namespace

std::string
ExternalHello::Write(std::vector<uint8_t>& body) const
{
    double bytes = 1024 + 8.0 * static_cast<double>(parameters.size()) + GetTableBytes(data.get()) +
                   GetTableBytes(test.get());
    for (const SampleList& own : samples)
    {
        bytes += 4.0 * (1 + static_cast<double>(own.size()));
    }
    if (bytes > ExternalLimits::BODY)
    {
        return "data and parameters are " + std::to_string(static_cast<uint64_t>(bytes)) +
               " B together; allowed is at most " + std::to_string(ExternalLimits::BODY) +
               ": let the process read data of its own";
    }
    ExternalWriter writer;
    writer.Put(seed);
    writer.Put(devices);
    writer.Put(batch);
    writer.Put(rate);
    writer.PutList<uint8_t>(model);
    writer.PutList<double>(parameters);
    PutTable(data.get(), writer);
    PutTable(test.get(), writer);
    writer.Put(static_cast<uint32_t>(samples.size()));
    for (const SampleList& own : samples)
    {
        writer.PutList<uint32_t>(own);
    }
    body = writer.Get();
    return "";
}

std::string
ExternalReady::Read(const std::vector<uint8_t>& body, const ExternalHello& hello)
{
    ExternalReader reader(body);
    name = reader.TakeText();
    parameters = ToVector(reader.TakeList<float, double>());
    samples = reader.TakeList<double>();
    flop = reader.Take<double>();
    bytes = reader.Take<uint32_t>();
    const auto flag = reader.Take<uint8_t>();
    scores = flag == 1;
    if (!reader.GetFault().empty())
    {
        return reader.GetFault();
    }
    const Eigen::Index given = hello.parameters.size();
    if (name.empty() || name.size() > 256)
    {
        return "name has " + std::to_string(name.size()) + " B; allowed are 1 to 256";
    }
    if (MakePrintable(name) != name)
    {
        return "name is '" + MakePrintable(name) + "'; allowed is UTF-8 without control characters";
    }
    if (parameters.size() < 1 || parameters.size() > ExternalLimits::PARAMETERS ||
        (given > 0 && parameters.size() != given))
    {
        return "parameters are " + std::to_string(parameters.size()) + "; allowed " +
               (given > 0 ? "are the " + std::to_string(given) + " of " + hello.model
                          : "is 1 to " + std::to_string(ExternalLimits::PARAMETERS));
    }
    for (Eigen::Index i = 0; i < parameters.size(); ++i)
    {
        if (!std::isfinite(parameters[i]))
        {
            return "parameter " + std::to_string(i) + " is not finite";
        }
    }
    if (!samples.empty() && samples.size() != hello.devices)
    {
        return "samples are of " + std::to_string(samples.size()) + " devices; allowed is 0, or " +
               std::to_string(hello.devices);
    }
    for (const double count : samples)
    {
        if (!IsAmount(count))
        {
            return "samples has " + DescribeAmount(count);
        }
    }
    if (!IsAmount(flop))
    {
        return "flop is " + DescribeAmount(flop);
    }
    if (bytes > ExternalLimits::UPDATE)
    {
        return "bytes are " + std::to_string(bytes) + "; allowed is at most " +
               std::to_string(ExternalLimits::UPDATE);
    }
    return flag > 1 ? "scores is " + std::to_string(flag) + "; allowed is 0 or 1" : "";
}

std::vector<uint8_t>
ExternalFit::Write() const
{
    ExternalWriter writer;
    writer.Put(round);
    writer.Put(time);
    writer.Put(device);
    writer.Put(steps);
    writer.Put(counted);
    writer.PutList<uint32_t>(batch);
    writer.PutList<float>(parameters);
    return writer.Get();
}

std::vector<uint8_t>
ExternalAggregate::Write() const
{
    ExternalWriter writer;
    writer.Put(round);
    writer.Put(time);
    writer.PutList<uint32_t>(chosen);
    writer.Put(static_cast<uint32_t>(arrived.size()));
    for (const ExternalArrival& arrival : arrived)
    {
        writer.Put(arrival.device);
        writer.Put(arrival.steps);
        writer.Put(arrival.samples);
        writer.Put(arrival.time);
        writer.PutList<uint8_t>(arrival.bytes);
    }
    return writer.Get();
}

std::vector<uint8_t>
ExternalEvaluate::Write() const
{
    ExternalWriter writer;
    writer.Put(round);
    writer.Put(time);
    writer.PutList<float>(parameters);
    return writer.Get();
}

std::string
ExternalScore::Read(const std::vector<uint8_t>& body)
{
    ExternalReader reader(body);
    loss = reader.Take<double>();
    accuracy = reader.Take<double>();
    if (!reader.GetFault().empty())
    {
        return reader.GetFault();
    }
    // What is not a number is not available.
    std::ostringstream words;
    if (std::isinf(loss))
    {
        words << "loss is " << loss << "; allowed is a finite number, or nan: not available";
    }
    else if (accuracy < 0 || accuracy > 1)
    {
        words << "accuracy is " << accuracy << "; allowed is 0 to 1, or nan: not available";
    }
    return words.str();
}

std::string
ReadExternalUpdate(const std::vector<uint8_t>& body, std::vector<uint8_t>& update)
{
    ExternalReader reader(body);
    update = reader.TakeList<uint8_t>();
    if (reader.GetFault().empty() && (update.empty() || update.size() > ExternalLimits::UPDATE))
    {
        return "the update is " + std::to_string(update.size()) + " B; allowed is 1 to " +
               std::to_string(ExternalLimits::UPDATE);
    }
    return reader.GetFault();
}

std::string
ReadExternalModel(const std::vector<uint8_t>& body, Eigen::Index count, Eigen::VectorXd& parameters)
{
    ExternalReader reader(body);
    parameters = ToVector(reader.TakeList<float, double>());
    if (reader.GetFault().empty() && parameters.size() != count)
    {
        return "parameters are " + std::to_string(parameters.size()) + "; allowed are the " +
               std::to_string(count) + " of READY";
    }
    return reader.GetFault();
}

} // namespace edgeai
} // namespace ns3
