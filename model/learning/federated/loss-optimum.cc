/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "loss-optimum.h"

#include <algorithm>
#include <gsl/gsl_blas.h>
#include <gsl/gsl_multimin.h>

namespace ns3
{
namespace edgeai
{

namespace
{

constexpr uint32_t MOST_ITERATIONS = 2000;

/// What is minimised.
struct MeanLoss
{
    const LearningModel& model;
    const Dataset& data;
    const std::vector<SampleList>& devices;

    /// @param [in] at parameters  @param [out] slope gradient there; null: not wanted
    /// @returns f, the mean over devices of their losses
    double Get(const gsl_vector* at, gsl_vector* slope) const
    {
        const Eigen::Map<const Eigen::VectorXd> parameters(at->data,
                                                           static_cast<Eigen::Index>(at->size));
        const auto count = static_cast<double>(devices.size());
        double loss = 0;
        Eigen::VectorXd sum = Eigen::VectorXd::Zero(parameters.size());
        Eigen::VectorXd own;
        for (const SampleList& samples : devices)
        {
            if (slope)
            {
                loss += model.GetGradient(parameters, data, samples, own);
                sum += own;
            }
            else
            {
                loss += model.GetLoss(parameters, data, samples);
            }
        }
        if (slope)
        {
            sum /= count;
            std::copy(sum.begin(), sum.end(), slope->data);
        }
        return loss / count;
    }

    // As the library calls it.
    static double Value(const gsl_vector* at, void* self)
    {
        return static_cast<const MeanLoss*>(self)->Get(at, nullptr);
    }

    static void Slope(const gsl_vector* at, void* self, gsl_vector* slope)
    {
        static_cast<const MeanLoss*>(self)->Get(at, slope);
    }

    static void Both(const gsl_vector* at, void* self, double* value, gsl_vector* slope)
    {
        *value = static_cast<const MeanLoss*>(self)->Get(at, slope);
    }
};

} // namespace

LossOptimum
FindLeastLoss(const LearningModel& model,
              const Dataset& data,
              const std::vector<SampleList>& devices,
              double tolerance)
{
    MeanLoss loss{model, data, devices};
    const auto d = static_cast<std::size_t>(model.GetParameterCount());
    gsl_multimin_function_fdf function{&MeanLoss::Value,
                                       &MeanLoss::Slope,
                                       &MeanLoss::Both,
                                       d,
                                       &loss};
    gsl_vector* start = gsl_vector_calloc(d);
    gsl_multimin_fdfminimizer* search =
        gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, d);
    gsl_multimin_fdfminimizer_set(search, &function, start, 1, .1);
    LossOptimum best;
    while (best.iterations < MOST_ITERATIONS &&
           gsl_multimin_test_gradient(search->gradient, tolerance) == GSL_CONTINUE &&
           gsl_multimin_fdfminimizer_iterate(search) == GSL_SUCCESS)
    {
        ++best.iterations;
    }
    best.parameters =
        Eigen::Map<const Eigen::VectorXd>(search->x->data, static_cast<Eigen::Index>(d));
    best.loss = search->f;
    best.gradientNorm = gsl_blas_dnrm2(search->gradient);
    gsl_multimin_fdfminimizer_free(search);
    gsl_vector_free(start);
    return best;
}

} // namespace edgeai
} // namespace ns3
