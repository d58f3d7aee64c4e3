/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_GRADIENT_EXCHANGE_H
#define EDGE_AI_GRADIENT_EXCHANGE_H

// An application as somebody outside of the module would write it: a message of its own, with real
// bytes behind it, and two ends that exchange it. No file of the module knows of it.

#include "application/message/message-archive.h"
#include "application/message/message-listener.h"
#include "application/message/message-session.h"

#include "ns3/error-model.h"
#include "ns3/inference-message.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/message-application.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"

#include <string>
#include <vector>

namespace ns3
{
namespace edgeai
{

/// Types of the application's messages: values from 128 on are free.
struct GradientMessage
{
    static constexpr MessageType GRADIENT{200}; ///< device to aggregator
};

/// How the numbers of a gradient are stored.
enum class GradientForm : uint8_t
{
    FLOAT = 0,
    HALF = 1,
    BYTE = 2,
};

/// A layer's share of the payload.
struct GradientLayer
{
    std::string name;
    uint16_t width{0};
    double norm{0};

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("name", "", "of the layer"), name);
        archive(Field("width", "", "numbers per row"), width);
        archive(Field("norm", "", "of its part").Amount().OrUnknown(), norm);
    }
};

/// GRADIENT: what the real bytes behind it are. One field of every kind there is.
struct GradientBody
{
    uint64_t round{0};
    GradientForm form{GradientForm::FLOAT};
    bool last{false};
    uint8_t epoch{1};
    uint16_t batch{1};
    uint32_t samples{0};
    double loss{0};
    std::string model;
    GradientLayer whole;
    std::vector<uint32_t> shape;
    std::vector<double> scales;
    std::vector<GradientLayer> layers;

    template <typename Archive>
    void Fields(Archive& archive)
    {
        archive(Field("round", "", "number of the round"), round);
        archive(Field("form", "", "of the numbers").Choices({"float", "half", "byte"}), form);
        archive(Field("last", "", "nothing follows"), last);
        archive(Field("epoch", "", "local epoch").Within(1, 100), epoch);
        archive(Field("batch", "", "samples per step").Within(1, 4096), batch);
        archive(Field("samples", "", "of the device"), samples);
        archive(Field("loss", "", "before the step").Within(0, 1e6), loss);
        archive(Field("model", "", "name"), model);
        archive(Field("whole", "", "all layers"), whole);
        archive(Field("shape", "", "of the tensor").Within(1, 1e9), shape);
        archive(Field("scales", "", "of quantised rows").Positive(), scales);
        archive(Field("layer", "", "in order"), layers);
    }
};

/// @param [in] seed of the content  @returns a body with every field different from its default
GradientBody MakeGradientBody(uint32_t seed);

/// @param [in] size [B]  @param [in] seed of the content  @returns bytes of which none repeats soon
std::vector<uint8_t> MakeGradientBytes(std::size_t size, uint32_t seed);

/// Sends gradients to one aggregator.
class GradientSender : public MessageApplication
{
  public:
    /// @param [in] remote the aggregator  @param [in] udp instead of TCP
    /// @param [in] rate of datagrams [bit/s]
    void Setup(const Address& remote, bool udp, double rate);
    /// @param [in] task its number  @param [in] body its fields  @param [in] bytes its payload
    void Send(uint64_t task, const GradientBody& body, std::vector<uint8_t> bytes);

  private:
    void StartApplication() override;
    void StopApplication() override;

    MessageSession m_session;
    Address m_remote;
    bool m_udp{false};
    double m_rate{0};
    std::vector<InferenceMessage> m_waiting; ///< until there is a connection
};

/// Takes what comes.
class GradientReceiver : public MessageApplication
{
  public:
    static constexpr uint16_t PORT = 5005; ///< none that the dissector knows

    /// What has come.
    struct Arrival
    {
        uint64_t task;
        GradientBody body;
        InferenceMessage::Bytes bytes;
    };

    /// @returns what has come, in order
    const std::vector<Arrival>& GetArrivals() const;

  private:
    void StartApplication() override;
    void StopApplication() override;

    MessageListener m_listener;
    std::vector<Arrival> m_arrivals;
};

/// Two nodes on a wire, with a sender and a receiver.
struct GradientFixture
{
    /// @param [in] udp instead of TCP  @param [in] loss share of packets lost on the wire
    explicit GradientFixture(bool udp, double loss = 0);
    ~GradientFixture();
    GradientFixture(const GradientFixture&) = delete;
    GradientFixture& operator=(const GradientFixture&) = delete;

    /// @param [in] until when to stop [s]
    void Run(double until);

    NodeContainer nodes; ///< sender, receiver
    PointToPointHelper wire;
    NetDeviceContainer devices;
    Ipv4Address address; ///< of the receiver
    Ptr<GradientSender> sender;
    Ptr<GradientReceiver> receiver;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_GRADIENT_EXCHANGE_H
