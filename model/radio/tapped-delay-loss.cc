/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tapped-delay-loss.h"

#include "ns3/boolean.h"
#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/simulator.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/uinteger.h"

#include <cmath>
#include <limits>

namespace ns3
{
namespace edgeai
{

NS_LOG_COMPONENT_DEFINE("EdgeAiTappedDelayLoss");
NS_OBJECT_ENSURE_REGISTERED(TappedDelayLoss);

struct TappedDelayLoss::Link
{
    KeyedRandom random;                     ///< the link's own numbers
    std::unique_ptr<FadingProcess> process; ///< with Moving and Static
    Ptr<SpectrumValue> power;               ///< the value behind gain.power
    const Response* response{nullptr};      ///< of the bands
    double step{0};                         ///< grid of the displacement [m]
    bool known{false};                      ///< whether the cell below is valid
    int64_t east{0};                        ///< cell of the displacement
    int64_t north{0};                       ///< cell of the displacement
    int64_t along{0};                       ///< cell of the path travelled, or coherence block
    Gain gain;                              ///< what was computed last
};

TypeId
TappedDelayLoss::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::edgeai::TappedDelayLoss")
            .SetParent<SpectrumPropagationLossModel>()
            .SetGroupName("EdgeAi")
            .AddConstructor<TappedDelayLoss>()
            .AddAttribute("Profile",
                          "Power-delay profile.",
                          EnumValue(TappedDelayProfile::FLAT),
                          CompatEnumAccessor<TappedDelayProfile::Shape>(&TappedDelayLoss::m_shape),
                          MakeEnumChecker(TappedDelayProfile::FLAT,
                                          "Flat",
                                          TappedDelayProfile::EXPONENTIAL,
                                          "Exponential",
                                          TappedDelayProfile::TDL_A,
                                          "TdlA",
                                          TappedDelayProfile::TDL_B,
                                          "TdlB",
                                          TappedDelayProfile::TDL_C,
                                          "TdlC",
                                          TappedDelayProfile::TDL_D,
                                          "TdlD",
                                          TappedDelayProfile::TDL_E,
                                          "TdlE"))
            .AddAttribute("RmsDelay",
                          "Root-mean-square delay of the profile [s]; the flat one has none.",
                          TimeValue(NanoSeconds(300)),
                          MakeTimeAccessor(&TappedDelayLoss::m_rmsDelay),
                          MakeTimeChecker(Seconds(0)))
            .AddAttribute("RiceFactor",
                          "Ratio K of the specular to the diffuse power of the first tap, linear "
                          "[1]; negative: the profile's own (0 but for TdlD and TdlE).",
                          DoubleValue(-1),
                          MakeDoubleAccessor(&TappedDelayLoss::m_riceFactor),
                          MakeDoubleChecker<double>(-1, 1e12))
            .AddAttribute("Process",
                          "How the taps evolve: Moving (with the ends or at Speed), Block (redrawn "
                          "every CoherenceTime), Static.",
                          EnumValue(MOVING),
                          CompatEnumAccessor<Process>(&TappedDelayLoss::m_process),
                          MakeEnumChecker(MOVING, "Moving", BLOCK, "Block", STATIC, "Static"))
            .AddAttribute("CoherenceTime",
                          "Length of a coherence block [s], > 0; blocks start at multiples of it.",
                          TimeValue(MilliSeconds(10)),
                          MakeTimeAccessor(&TappedDelayLoss::m_coherenceTime),
                          MakeTimeChecker(NanoSeconds(1)))
            .AddAttribute("Speed",
                          "Speed of the surroundings [m/s] with Process=Moving: a maximum Doppler "
                          "shift of Speed/wavelength, whatever the ends do; negative: the ends' "
                          "displacement in the horizontal plane, from their mobility models.",
                          DoubleValue(-1),
                          MakeDoubleAccessor(&TappedDelayLoss::m_speed),
                          MakeDoubleChecker<double>(-1, 1e5))
            .AddAttribute("Resolution",
                          "Displacement after which a link's gain is computed anew [wavelengths].",
                          DoubleValue(0.05),
                          MakeDoubleAccessor(&TappedDelayLoss::m_resolution),
                          MakeDoubleChecker<double>(1e-6, 0.25))
            .AddAttribute("Reciprocal",
                          "Whether both directions of a link share their taps.",
                          BooleanValue(false),
                          MakeBooleanAccessor(&TappedDelayLoss::m_reciprocal),
                          MakeBooleanChecker())
            .AddAttribute("Waves",
                          "Plane waves of a tap that holds all the power; the fourth moment of its "
                          "amplitude is 2 - 1/Waves.",
                          UintegerValue(64),
                          MakeUintegerAccessor(&TappedDelayLoss::m_waves),
                          MakeUintegerChecker<uint32_t>(8, 65536));
    return tid;
}

TappedDelayLoss::TappedDelayLoss()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

TappedDelayLoss::~TappedDelayLoss() = default;

void
TappedDelayLoss::DoDispose()
{
    m_links.clear();
    m_responses.clear();
    m_homeless.clear();
    m_random = nullptr;
    SpectrumPropagationLossModel::DoDispose();
}

int64_t
TappedDelayLoss::DoAssignStreams(int64_t stream)
{
    NS_ABORT_MSG_IF(!m_links.empty(),
                    "TappedDelayLoss: streams assigned after a gain was asked for");
    m_random->SetStream(stream);
    return 1;
}

void
TappedDelayLoss::Prepare() const
{
    if (m_profile)
    {
        return;
    }
    TappedDelayProfile::Options options;
    options.shape = m_shape;
    options.rmsDelay = m_shape == TappedDelayProfile::FLAT ? 0.0 : m_rmsDelay.GetSeconds();
    options.riceFactor = m_riceFactor;
    m_profile = std::make_unique<TappedDelayProfile>(options);
    const uint64_t high = m_random->GetInteger(0, std::numeric_limits<uint32_t>::max());
    m_key = KeyedRandom(high << 32 | m_random->GetInteger(0, std::numeric_limits<uint32_t>::max()));
}

const TappedDelayProfile&
TappedDelayLoss::GetProfile() const
{
    Prepare();
    return *m_profile;
}

TappedDelayLoss::Link&
TappedDelayLoss::FindLink(uint32_t tx, uint32_t rx, Ptr<const SpectrumModel> model) const
{
    if (m_reciprocal && tx > rx)
    {
        std::swap(tx, rx);
    }
    std::unique_ptr<Link>& link = m_links[{tx, rx, model->GetUid()}];
    if (link)
    {
        return *link;
    }
    Prepare();
    link = std::make_unique<Link>();
    link->random = m_key.Derive(tx).Derive(rx);
    link->power = Create<SpectrumValue>(model);
    link->gain.power = link->power;

    const double centre = 0.5 * (model->Begin()->fl + (model->End() - 1)->fh);
    FadingProcess::Options options;
    options.waves = m_waves;
    options.wavelength = 299792458.0 / centre;
    link->step = m_resolution * options.wavelength;
    if (m_process != BLOCK)
    {
        link->process =
            std::make_unique<FadingProcess>(m_profile->GetTaps(), options, link->random);
    }

    Response& response = m_responses[model->GetUid()];
    if (response.empty())
    {
        for (const DelayTap& tap : m_profile->GetTaps())
        {
            for (auto band = model->Begin(); band != model->End(); ++band)
            {
                response.push_back(std::polar(1.0, -2 * M_PI * std::fmod(band->fc * tap.delay, 1)));
            }
        }
    }
    link->response = &response;
    return *link;
}

bool
TappedDelayLoss::Advance(Link& link,
                         bool backwards,
                         Ptr<const MobilityModel> a,
                         Ptr<const MobilityModel> b) const
{
    int64_t east = 0;
    int64_t north = 0;
    int64_t along = 0;
    if (m_process == BLOCK)
    {
        along = Simulator::Now().GetTimeStep() / m_coherenceTime.GetTimeStep();
    }
    else if (m_process == MOVING && m_speed >= 0)
    {
        along = std::llround(m_speed * Simulator::Now().GetSeconds() / link.step);
    }
    else if (m_process == MOVING && a && b)
    {
        const Vector from = a->GetPosition();
        const Vector to = b->GetPosition();
        const double sign = backwards ? -1 : 1;
        east = std::llround(sign * (to.x - from.x) / link.step);
        north = std::llround(sign * (to.y - from.y) / link.step);
    }
    if (link.known && east == link.east && north == link.north && along == link.along)
    {
        return false;
    }
    link.known = true;
    link.east = east;
    link.north = north;
    link.along = along;
    return true;
}

const TappedDelayLoss::Gain&
TappedDelayLoss::GetGain(uint32_t tx,
                         uint32_t rx,
                         Ptr<const MobilityModel> a,
                         Ptr<const MobilityModel> b,
                         Ptr<const SpectrumModel> model) const
{
    Link& link = FindLink(tx, rx, model);
    if (!Advance(link, m_reciprocal && tx > rx, a, b))
    {
        return link.gain;
    }
    if (link.process)
    {
        link.process->Evaluate(link.east * link.step,
                               link.north * link.step,
                               link.along * link.step,
                               m_taps);
    }
    else
    {
        FadingProcess::Redraw(m_profile->GetTaps(), link.random, link.along, m_taps);
    }
    const std::size_t bands = model->GetNumBands();
    auto power = link.power->ValuesBegin();
    for (std::size_t m = 0; m < bands; ++m)
    {
        double real = 0;
        double imaginary = 0;
        for (std::size_t l = 0; l < m_taps.size(); ++l)
        {
            // Written out: std::complex's product checks for infinities.
            const std::complex<double>& turn = (*link.response)[l * bands + m];
            real += m_taps[l].real() * turn.real() - m_taps[l].imag() * turn.imag();
            imaginary += m_taps[l].real() * turn.imag() + m_taps[l].imag() * turn.real();
        }
        power[m] = real * real + imaginary * imaginary;
    }
    ++link.gain.epoch;
    return link.gain;
}

uint32_t
TappedDelayLoss::GetEnd(Ptr<const MobilityModel> mobility) const
{
    if (Ptr<Node> node = mobility->GetObject<Node>())
    {
        return node->GetId();
    }
    const auto next =
        std::numeric_limits<uint32_t>::max() - static_cast<uint32_t>(m_homeless.size());
    return m_homeless.emplace(PeekPointer(mobility), next).first->second;
}

Ptr<SpectrumValue>
TappedDelayLoss::DoCalcRxPowerSpectralDensity(EDGE_AI_LOSS_INPUT input,
                                              Ptr<const MobilityModel> a,
                                              Ptr<const MobilityModel> b) const
{
    NS_LOG_FUNCTION(this << a << b);
    Ptr<SpectrumValue> density = EDGE_AI_LOSS_INPUT_PSD(input)->Copy();
    *density *= *GetGain(GetEnd(a), GetEnd(b), a, b, density->GetSpectrumModel()).power;
    return density;
}

} // namespace edgeai
} // namespace ns3
