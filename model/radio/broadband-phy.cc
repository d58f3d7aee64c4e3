/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "broadband-phy.h"

#include "block-decoder.h"
#include "broadband-medium.h"
#include "broadband-scheduler.h"
#include "broadband-signal-parameters.h"
#include "broadband-spectrum.h"
#include "foreign-interference.h"
#include "radio-slot.h"
#include "slot-clock.h"

#include "ns3/antenna-model.h"
#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/integer.h"
#include "ns3/log.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-channel.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiBroadbandPhy");
NS_OBJECT_ENSURE_REGISTERED(BroadbandPhy);

TypeId
BroadbandPhy::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::BroadbandPhy")
            .SetParent<SpectrumPhy>()
            .SetGroupName("EdgeAi")
            .AddConstructor<BroadbandPhy>()
            .AddAttribute("Id",
                          "Identifier in grants and traces; negative: the number of the node.",
                          IntegerValue(-1),
                          MakeIntegerAccessor(&BroadbandPhy::SetId, &BroadbandPhy::GetChosenId),
                          MakeIntegerChecker<int64_t>(-1, std::numeric_limits<uint32_t>::max()))
            .AddAttribute("PowerLimit",
                          "Limit of the transmit power, summed over subchannels [W].",
                          DoubleValue(0.2),
                          MakeDoubleAccessor(&BroadbandPhy::m_powerLimit),
                          MakeDoubleChecker<double>(0, 1e6))
            .AddAttribute(
                "NoiseFigure",
                "Noise figure of the receiver [dB].",
                DoubleValue(0),
                MakeDoubleAccessor(&BroadbandPhy::SetNoiseFigure, &BroadbandPhy::GetNoiseFigure),
                MakeDoubleChecker<double>(0, 100))
            .AddAttribute("ErrorModel",
                          "Whether a block is received: Shannon (iff its bits are below capacity), "
                          "FiniteBlocklength (with the probability of the normal approximation), "
                          "Ideal (always).",
                          EnumValue(BlockErrorModel::FINITE_BLOCKLENGTH),
                          CompatEnumAccessor<BlockErrorModel::Law>(&BroadbandPhy::SetErrorLaw,
                                                                   &BroadbandPhy::GetErrorLaw),
                          MakeEnumChecker(BlockErrorModel::SHANNON,
                                          "Shannon",
                                          BlockErrorModel::FINITE_BLOCKLENGTH,
                                          "FiniteBlocklength",
                                          BlockErrorModel::IDEAL,
                                          "Ideal"))
            .AddAttribute("SnrGap",
                          "Factor by which modulation and coding fall short in SINR, linear [1].",
                          DoubleValue(1),
                          MakeDoubleAccessor(&BroadbandPhy::SetSnrGap, &BroadbandPhy::GetSnrGap),
                          MakeDoubleChecker<double>(1, 1e6))
            .AddAttribute("Cancellation",
                          "Whether decoded signals are removed before the next is decoded (SIC).",
                          BooleanValue(true),
                          MakeBooleanAccessor(&BroadbandPhy::m_cancel),
                          MakeBooleanChecker())
            .AddAttribute("SicResidual",
                          "Share of a removed signal's power that remains [1].",
                          DoubleValue(0),
                          MakeDoubleAccessor(&BroadbandPhy::m_residual),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("SuperposedUsers",
                          "Blocks that may share a subchannel in this base station's cell.",
                          UintegerValue(1),
                          MakeUintegerAccessor(&BroadbandPhy::m_superposedUsers),
                          MakeUintegerChecker<uint32_t>(1, 65536))
            .AddAttribute("MaxRepetitions",
                          "Repetitions of a block, combined with what was received before, until "
                          "it is dropped; 0 switches them off.",
                          UintegerValue(3),
                          MakeUintegerAccessor(&BroadbandPhy::m_maxRepetitions),
                          MakeUintegerChecker<uint32_t>(0, 63))
            .AddTraceSource("TransportBlock",
                            "A block addressed to this PHY was decoded, or not.",
                            MakeTraceSourceAccessor(&BroadbandPhy::m_blockTrace),
                            "ns3::edgeai::BroadbandPhy::BlockTracedCallback")
            .AddTraceSource("Cancellation",
                            "A block addressed to another user was decoded to remove it, or not.",
                            MakeTraceSourceAccessor(&BroadbandPhy::m_cancellationTrace),
                            "ns3::edgeai::BroadbandPhy::BlockTracedCallback")
            .AddTraceSource("Activity",
                            "Whether the radio receives, and its transmit power [W], from now on.",
                            MakeTraceSourceAccessor(&BroadbandPhy::m_activityTrace),
                            "ns3::edgeai::BroadbandPhy::ActivityTracedCallback");
    return tid;
}

BroadbandPhy::BroadbandPhy()
    : m_foreign(std::make_unique<ForeignInterference>()),
      m_decoder(std::make_unique<BlockDecoder>())
{
    NS_LOG_FUNCTION(this);
}

BroadbandPhy::~BroadbandPhy() = default;

void
BroadbandPhy::DoDispose()
{
    NS_LOG_FUNCTION(this);
    if (m_medium)
    {
        m_medium->Detach(*this);
    }
    m_medium = nullptr;
    m_device = nullptr;
    m_mobility = nullptr;
    m_nodeMobility = nullptr;
    m_user = nullptr;
    m_slotUser = nullptr;
    m_base = nullptr;
    m_decoder->Clear();
    SpectrumPhy::DoDispose();
}

void
BroadbandPhy::SetDevice(Ptr<NetDevice> device)
{
    m_device = device;
    m_nodeMobility = nullptr;
    m_nodeId = -1;
}

Ptr<NetDevice>
BroadbandPhy::GetDevice() const
{
    return m_device;
}

void
BroadbandPhy::SetMobility(Ptr<MobilityModel> mobility)
{
    m_mobility = mobility;
}

Ptr<MobilityModel>
BroadbandPhy::GetMobility() const
{
    if (m_mobility)
    {
        return m_mobility;
    }
    if (!m_nodeMobility && m_device && m_device->GetNode())
    {
        // What is aggregated to a node stays.
        m_nodeMobility = m_device->GetNode()->GetObject<MobilityModel>();
    }
    return m_nodeMobility;
}

void
BroadbandPhy::SetChannel(Ptr<SpectrumChannel> channel)
{
    // The medium attaches its PHYs to the stock channels; there is nothing to keep here.
    NS_LOG_FUNCTION(this << channel);
}

Ptr<const SpectrumModel>
BroadbandPhy::GetRxSpectrumModel() const
{
    return m_medium ? m_medium->GetSpectrum(m_role == USER ? DOWNLINK : UPLINK).GetModel()
                    : nullptr;
}

Ptr<EDGE_AI_ANTENNA>
BroadbandPhy::EDGE_AI_GET_ANTENNA() const
{
    return nullptr; // isotropic
}

void
BroadbandPhy::StartRx(Ptr<SpectrumSignalParameters> params)
{
    NS_LOG_FUNCTION(this << params);
    const auto native = DynamicCast<BroadbandSignalParameters>(params);
    if (!m_medium || (native && native->medium == PeekPointer(m_medium)))
    {
        return;
    }
    const double width = m_medium->GetSpectrum(m_role == USER ? DOWNLINK : UPLINK).GetWidth();
    std::vector<double> power;
    for (auto value = params->psd->ConstValuesBegin(); value != params->psd->ConstValuesEnd();
         ++value)
    {
        power.push_back(*value * width);
    }
    // Nobody asks for what lies before the slot that ended last.
    const Time now = Simulator::Now();
    const int64_t slot = m_medium->GetSlotDuration().GetTimeStep();
    m_foreign->Purge((now.GetTimeStep() / slot - 1) * slot);
    m_foreign->Add(now.GetTimeStep(), (now + params->duration).GetTimeStep(), std::move(power));
}

void
BroadbandPhy::Join(Ptr<BroadbandMedium> medium, Role role)
{
    NS_LOG_FUNCTION(this << medium << role);
    NS_ABORT_MSG_IF(m_medium, "BroadbandPhy " << GetId() << " has joined a medium already");
    m_medium = medium;
    m_role = role;
    m_base = role == BASE_STATION ? this : nullptr;
    medium->Attach(*this);
}

void
BroadbandPhy::AttachTo(Ptr<BroadbandPhy> base)
{
    NS_LOG_FUNCTION(this << base->GetId());
    NS_ABORT_MSG_IF(m_role != USER || base->m_role != BASE_STATION,
                    "BroadbandPhy: only a user can be attached, and only to a base station");
    NS_ABORT_MSG_IF(!m_medium || base->m_medium != m_medium,
                    "BroadbandPhy " << GetId() << ": base station " << base->GetId()
                                    << " is not of the same medium");
    m_base = PeekPointer(base);
}

Ptr<BroadbandMedium>
BroadbandPhy::GetMedium() const
{
    return m_medium;
}

uint32_t
BroadbandPhy::GetId() const
{
    if (m_id >= 0)
    {
        return m_id;
    }
    if (m_nodeId < 0)
    {
        NS_ABORT_MSG_IF(!m_device || !m_device->GetNode(),
                        "BroadbandPhy: no identifier; set attribute Id, or a device on a node");
        m_nodeId = m_device->GetNode()->GetId();
    }
    return m_nodeId;
}

void
BroadbandPhy::SetId(int64_t id)
{
    NS_ABORT_MSG_IF(m_medium && id != m_id,
                    "BroadbandPhy: attribute Id cannot change once the PHY has joined a medium");
    m_id = id;
}

int64_t
BroadbandPhy::GetChosenId() const
{
    return m_id;
}

BroadbandPhy&
BroadbandPhy::GetBase() const
{
    NS_ABORT_MSG_IF(!m_base, "BroadbandPhy " << GetId() << " is attached to no base station");
    return *m_base;
}

void
BroadbandPhy::SetUser(BroadbandPhyUser* user)
{
    m_user = user;
}

void
BroadbandPhy::SetPowered(bool powered)
{
    NS_LOG_FUNCTION(this << powered);
    const bool restored = powered && !m_powered;
    m_powered = powered;
    if (restored && m_user)
    {
        m_user->PowerRestored();
    }
}

bool
BroadbandPhy::IsPowered() const
{
    return m_powered;
}

void
BroadbandPhy::SetSlotUser(BroadbandSlotUser* user)
{
    m_slotUser = user;
}

void
BroadbandPhy::SetErrorLaw(BlockErrorModel::Law law)
{
    BlockErrorModel::Options options = m_errorModel.GetOptions();
    options.law = law;
    m_errorModel = BlockErrorModel(options);
}

BlockErrorModel::Law
BroadbandPhy::GetErrorLaw() const
{
    return m_errorModel.GetOptions().law;
}

void
BroadbandPhy::SetSnrGap(double gap)
{
    BlockErrorModel::Options options = m_errorModel.GetOptions();
    options.gap = gap;
    m_errorModel = BlockErrorModel(options);
}

double
BroadbandPhy::GetSnrGap() const
{
    return m_errorModel.GetOptions().gap;
}

void
BroadbandPhy::SetNoiseFigure(double figure)
{
    m_noiseFigure = figure;
    m_noiseFactor = std::pow(10, figure / 10);
}

double
BroadbandPhy::GetNoiseFigure() const
{
    return m_noiseFigure;
}

double
BroadbandPhy::GetNoisePower() const
{
    const Direction heard = m_role == USER ? DOWNLINK : UPLINK;
    return m_medium->GetNoiseDensity() * m_noiseFactor * m_medium->GetSpectrum(heard).GetWidth();
}

CellLimits
BroadbandPhy::GetCellLimits() const
{
    return m_medium->m_onAir->GetLimits(GetBase());
}

const SlotBook&
BroadbandPhy::GetSlotBook() const
{
    return m_medium->m_onAir->GetBook(GetBase());
}

std::string
BroadbandPhy::Transmit(std::shared_ptr<const Grant> grant, const TransportBlock& block)
{
    const std::string wrong = m_medium && m_medium->m_clock->IsStarting()
                                  ? m_medium->m_onAir->Send(*this, grant, block)
                                  : "sent outside BroadbandSlotUser::StartSlot";
    if (!wrong.empty())
    {
        NS_LOG_WARN(ToString(grant->direction)
                    << " grant for user " << grant->user << ": " << wrong);
    }
    return wrong;
}

void
BroadbandPhy::Forget(uint32_t user, uint64_t block)
{
    m_decoder->Forget(user, block);
}

void
BroadbandPhy::ForgetUser(uint32_t user)
{
    m_decoder->ForgetUser(user);
}

void
BroadbandPhy::SetActivity(const Activity& activity)
{
    if (activity.receiving != m_activity.receiving ||
        activity.transmitPower != m_activity.transmitPower)
    {
        m_activity = activity;
        m_activityTrace(activity);
    }
}

void
BroadbandPhy::Decode(const Reception& reception, Time start, Time end)
{
    NS_LOG_FUNCTION(this << reception.signals.size() << start << end);
    std::vector<InterferenceChunk> chunks;
    if (m_foreign->IsEmpty())
    {
        chunks.push_back({1.0, reception.base});
    }
    else
    {
        chunks = m_foreign->Cut(start.GetTimeStep(), end.GetTimeStep(), reception.base);
    }
    BlockDecoder::Options options;
    options.errorModel = m_errorModel;
    options.sic.cancel = m_cancel;
    options.sic.residual = m_residual;
    options.maxRepetitions = m_maxRepetitions;
    options.symbols = m_medium->GetSymbols(m_role == USER ? DOWNLINK : UPLINK);
    options.powered = m_powered;
    options.key = m_medium->GetKey().Derive(GetId());
    const uint32_t cell = m_base->GetId(); // who hears of a block may dispose of the base station
    m_decoder->Decode(options,
                      reception,
                      chunks,
                      [&](BlockReport& report, const Transmission& sent, bool addressed) {
                          report.start = start;
                          report.cell = cell;
                          report.receiver = GetId();
                          if (!addressed)
                          {
                              m_cancellationTrace(report);
                              return;
                          }
                          m_blockTrace(report);
                          if (m_user)
                          {
                              m_user->BlockReceived(report, sent.block);
                          }
                          if (sent.tx && sent.tx->m_user)
                          {
                              sent.tx->m_user->BlockAcknowledged(report);
                          }
                      });
}

const std::vector<double>&
BroadbandPhy::GetInterference()
{
    m_interference.assign(m_medium->GetSubchannels(), GetNoisePower());
    const uint64_t slot = m_medium->GetSlot();
    if (m_base && m_medium->m_clock->HasTicked())
    {
        m_medium->m_onAir->AddOtherCells(*this, true, {}, m_interference);
    }
    if (!m_foreign->IsEmpty() && slot > 0)
    {
        const int64_t length = m_medium->GetSlotDuration().GetTimeStep();
        const int64_t start = static_cast<int64_t>(slot - 1) * length;
        m_interference = m_foreign->Average(start, start + length, m_interference);
    }
    return m_interference;
}

} // namespace edgeai
} // namespace ns3
