/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TAPPED_DELAY_LOSS_H
#define EDGE_AI_TAPPED_DELAY_LOSS_H

#include "fading-process.h"
#include "tapped-delay-profile.h"

#include "ns3/edge-ai-compat.h"
#include "ns3/mobility-model.h"
#include "ns3/nstime.h"
#include "ns3/random-variable-stream.h"
#include "ns3/spectrum-propagation-loss-model.h"
#include "ns3/spectrum-value.h"

#include <complex>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * @ingroup edge-ai
 * Small-scale fading: a tapped delay line per link, |H(f,t)|^2 on every band of a spectrum model.
 *
 * Works as the spectrum loss of any stock SpectrumChannel, and is asked directly by
 * BroadbandMedium. A link is an ordered pair of ends (an unordered one with Reciprocal), an end is
 * the identifier of its Node. The taps of a link are a function of (seed, run, stream, ends, place,
 * time) alone; who else is attached, and who asked before, changes nothing.
 *
 * The gain of a link is computed when its channel has changed: with Process=Moving when the
 * displacement of its ends (or the path travelled at Speed) enters another cell of a grid of
 * Resolution wavelengths, at whose centre it is then evaluated; with Process=Block when a new
 * coherence block begins; with Process=Static never again. In between the stored gain is returned.
 * Averaged over time the default grid moves the autocorrelation by less than 0.01.
 */
class TappedDelayLoss : public SpectrumPropagationLossModel
{
  public:
    /// How taps evolve.
    enum Process
    {
        MOVING, ///< with the displacement of the ends, or at the speed of attribute Speed
        BLOCK,  ///< redrawn independently every CoherenceTime
        STATIC, ///< drawn once
    };

    /**
     * Register this type.
     * @returns the TypeId
     */
    static TypeId GetTypeId();
    TappedDelayLoss();
    ~TappedDelayLoss() override;

    /// A link's present fading.
    struct Gain
    {
        Ptr<const SpectrumValue> power; ///< |H|^2 on each band
        uint64_t epoch{0}; ///< grows whenever power has changed; 0 before the first use
    };

    /**
     * The fading between two ends now.
     * @param [in] tx identifier of the transmitting end
     * @param [in] rx identifier of the receiving end
     * @param [in] a mobility of the transmitting end (may be null with Process other than Moving)
     * @param [in] b mobility of the receiving end
     * @param [in] model bands to evaluate
     * @returns the gain; the reference holds until the model is disposed
     */
    const Gain& GetGain(uint32_t tx,
                        uint32_t rx,
                        Ptr<const MobilityModel> a,
                        Ptr<const MobilityModel> b,
                        Ptr<const SpectrumModel> model) const;

    /**
     * @returns the power-delay profile of the attributes
     */
    const TappedDelayProfile& GetProfile() const;

    /**
     * Fix the stream the model's key is drawn from. One stream serves all links.
     * @param [in] stream first stream to use
     * @returns number of streams used, 1
     */
    int64_t DoAssignStreams(int64_t stream) EDGE_AI_OVERRIDE_341;

  protected:
    void DoDispose() override;

  private:
    /// What is kept of a link on a band plan.
    struct Link;
    /// Ends (ordered, or sorted with Reciprocal) and uid of the spectrum model.
    using LinkKey = std::tuple<uint32_t, uint32_t, uint32_t>;
    /// exp(-j 2 pi f tau), tap by tap, for every band of a spectrum model.
    using Response = std::vector<std::complex<double>>;

    Ptr<SpectrumValue> DoCalcRxPowerSpectralDensity(EDGE_AI_LOSS_INPUT input,
                                                    Ptr<const MobilityModel> a,
                                                    Ptr<const MobilityModel> b) const override;

    /// Build the profile and draw the key, once, when the first gain is asked for.
    void Prepare() const;

    /**
     * @param [in] tx identifier of one end
     * @param [in] rx identifier of the other end
     * @param [in] model bands
     * @returns the link, made at its first use
     */
    Link& FindLink(uint32_t tx, uint32_t rx, Ptr<const SpectrumModel> model) const;

    /**
     * Where a link is on the grid of its process.
     * @param [in,out] link the link; its state moves there
     * @param [in] backwards whether the ends stand the other way round than in the link's key
     * @param [in] a mobility of the transmitting end
     * @param [in] b mobility of the receiving end
     * @returns whether it has moved since the last call
     */
    bool Advance(Link& link,
                 bool backwards,
                 Ptr<const MobilityModel> a,
                 Ptr<const MobilityModel> b) const;

    /**
     * @param [in] mobility mobility of an end
     * @returns the number of its node; a number from the top, by first use, if it has none
     */
    uint32_t GetEnd(Ptr<const MobilityModel> mobility) const;

    TappedDelayProfile::Shape m_shape; ///< Profile
    Time m_rmsDelay;                   ///< RmsDelay
    double m_riceFactor;               ///< RiceFactor, linear; negative: the profile's own
    Process m_process;                 ///< Process
    Time m_coherenceTime;              ///< CoherenceTime
    double m_speed;                    ///< Speed [m/s]; negative: from the mobility models
    double m_resolution;               ///< Resolution [wavelengths]
    bool m_reciprocal;                 ///< Reciprocal
    uint32_t m_waves;                  ///< Waves

    Ptr<UniformRandomVariable> m_random;                         ///< source of the key
    mutable std::unique_ptr<TappedDelayProfile> m_profile;       ///< built by Prepare
    mutable KeyedRandom m_key;                                   ///< drawn by Prepare
    mutable std::map<LinkKey, std::unique_ptr<Link>> m_links;    ///< links used so far
    mutable std::map<uint32_t, Response> m_responses;            ///< by uid of the spectrum model
    mutable std::map<const MobilityModel*, uint32_t> m_homeless; ///< ends without a node
    mutable std::vector<std::complex<double>> m_taps;            ///< work space
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_TAPPED_DELAY_LOSS_H
