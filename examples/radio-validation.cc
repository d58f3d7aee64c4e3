/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

// Does the broadband radio do what the formulas say? PHYs on a medium, without a MAC, send blocks
// over fading channels; a table puts the closed form, the simulated figure and the standard error
// of the latter side by side.
//
//   base station ))) one subchannel of 180 kHz, Rayleigh block fading ((( one or two users
//
// It is the source of the validation table in the chapter on the radio.

#include "radio-validation-cell.h"

#include "ns3/core-module.h"
#include "ns3/fading-process.h"
#include "ns3/keyed-random.h"
#include "ns3/run-folder.h"
#include "ns3/tapped-delay-profile.h"
#include "ns3/text-table.h"

#include <cmath>
#include <iostream>

using namespace ns3;
using namespace ns3::edgeai;

namespace
{

/// Collects rows.
class Validation
{
  public:
    explicit Validation(uint32_t samples)
        : m_samples(samples),
          m_table({{"quantity", ""},
                   {"case", ""},
                   {"formula", ""},
                   {"simulated", ""},
                   {"standard error", ""}})
    {
    }

    /// Outage of a lone link.
    void Outage(double rate, double snr)
    {
        Cell cell;
        Mean lost;
        cell.Run(
            m_samples,
            [&](uint64_t slot) {
                cell.Send(cell.weak, 2, UPLINK, snr * NOISE / 1e-10, rate * 180, 0, slot);
            },
            [&](const BlockReport& report) {
                lost.Add(report.outcome == BlockOutcome::DECODED ? 0 : 1);
            });
        std::ostringstream which;
        which << "rate " << rate << " bit/s/Hz, mean SNR " << snr;
        Add("outage, one link", which.str(), 1 - std::exp(-(std::exp2(rate) - 1) / snr), lost);
    }

    /// Outage of a downlink pair: power shares 0.2 and 0.8, mean SNR 100 and 10, rates 2 and 1.
    void PairOutage()
    {
        Cell cell;
        Mean lost[3];
        const double power = 10 * NOISE / 1e-10;
        cell.Run(
            m_samples,
            [&](uint64_t slot) {
                cell.Send(cell.base, 1, DOWNLINK, 0.2 * power, 360, 2, slot);
                cell.Send(cell.base, 2, DOWNLINK, 0.8 * power, 180, 1, slot);
            },
            [&](const BlockReport& report) {
                lost[report.grant->user].Add(report.outcome == BlockOutcome::DECODED ? 0 : 1);
            });
        // The weak user's signal has SINR 0.8 g/(0.2 g + 1/snr) at either user.
        const double weakest = 1 / (0.8 - 0.2 * 1);
        const double own = 3 / 0.2;
        Add("outage, downlink NOMA", "weak user", 1 - std::exp(-weakest / 10), lost[2]);
        Add("outage, downlink NOMA",
            "strong user",
            1 - std::exp(-std::max(weakest, own) / 100),
            lost[1]);
    }

    /// Mean capacity over the fading.
    void Capacity(double snr, double formula)
    {
        Cell cell;
        Mean rate;
        cell.Run(
            m_samples,
            [&](uint64_t slot) {
                cell.Send(cell.weak, 2, UPLINK, snr * NOISE / 1e-10, 1, 0, slot);
            },
            [&](const BlockReport& report) { rate.Add(std::log2(1 + report.sinrMin)); });
        std::ostringstream which;
        which << "mean SNR " << snr;
        Add("ergodic capacity [bit/s/Hz]", which.str(), formula, rate);
    }

    /// Power correlation over frequency, exponential profile.
    void FrequencyCorrelation(double rms)
    {
        const TappedDelayProfile profile({TappedDelayProfile::EXPONENTIAL, rms, -1});
        std::vector<std::complex<double>> taps;
        const KeyedRandom random(1);
        for (uint32_t spacing : {9, 27, 50})
        {
            // For complex Gaussian H of unit power, E|H1|^2|H2|^2 - 1 is the correlation.
            Mean product;
            for (uint32_t i = 0; i < m_samples; ++i)
            {
                FadingProcess::Redraw(profile.GetTaps(), random, i, taps);
                double power[2] = {0, 0};
                for (int end : {0, 1})
                {
                    std::complex<double> sum = 0;
                    for (std::size_t l = 0; l < taps.size(); ++l)
                    {
                        const double turn = end * spacing * 20e3 * profile.GetTaps()[l].delay;
                        sum += taps[l] * std::polar(1.0, -2 * M_PI * turn);
                    }
                    power[end] = std::norm(sum);
                }
                product.Add(power[0] * power[1] - 1);
            }
            std::ostringstream which;
            which << "rms " << rms * 1e9 << " ns, spacing " << spacing * 20 << " kHz";
            const double angle = 2 * M_PI * spacing * 20e3 * rms;
            Add("power correlation", which.str(), 1 / (1 + angle * angle), product);
        }
    }

    /// Amplitude autocorrelation from Doppler.
    void TimeCorrelation(double speed)
    {
        FadingProcess::Options options;
        options.wavelength = 299792458.0 / 3.5e9;
        for (double lag : {1e-3, 10e-3})
        {
            Mean product;
            std::vector<std::complex<double>> before;
            std::vector<std::complex<double>> after;
            for (uint32_t i = 0; i < m_samples / 5; ++i)
            {
                const FadingProcess process({DelayTap()}, options, KeyedRandom(2).Derive(i));
                process.Evaluate(0, 0, 0, before);
                process.Evaluate(0, 0, speed / 3.6 * lag, after);
                product.Add((std::conj(before[0]) * after[0]).real());
            }
            std::ostringstream which;
            which << speed << " km/h, lag " << lag * 1e3 << " ms";
            const double angle = 2 * M_PI * speed / 3.6 * lag / options.wavelength;
            Add("amplitude autocorrelation", which.str(), j0(angle), product);
        }
    }

    /// @returns the rows so far
    const TextTable& GetTable() const
    {
        return m_table;
    }

  private:
    void Add(const std::string& what, const std::string& which, double formula, const Mean& mean)
    {
        m_table.AddRow({what,
                        which,
                        TextCell(formula, 5),
                        TextCell(mean.Get(), 5),
                        TextCell(mean.GetError(), 2)});
    }

    uint32_t m_samples; ///< blocks per figure
    TextTable m_table;  ///< rows
};

} // namespace

int
main(int argc, char* argv[])
{
    uint32_t samples = 100000;
    RunFolder folder("results/radio-validation", "The broadband radio against closed forms.");
    folder.AddValue("samples", "Blocks per figure", samples, 100, 1e9);
    folder.Parse(argc, argv);

    Validation validation(samples);
    validation.Outage(1, 10);
    validation.Outage(2, 10);
    validation.Outage(2, 100);
    validation.PairOutage();
    // e^(1/snr) E1(1/snr) / ln 2
    validation.Capacity(1, 0.860347382);
    validation.Capacity(10, 2.906514808);
    validation.Capacity(100, 5.884048234);
    validation.FrequencyCorrelation(300e-9);
    validation.TimeCorrelation(3);
    validation.TimeCorrelation(30);
    validation.GetTable().Print(std::cout);
    validation.GetTable().WriteCsv(folder.GetPath("results.csv"));
    return 0;
}
