/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_FLOW_PROGRAMME_H
#define EDGE_AI_FLOW_PROGRAMME_H

#include "allocation/pipeline/dto-ee/dto-ee-problem.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ns3
{
namespace edgeai
{

/**
 * Least mean response time at fixed thresholds by a general method: minimum-delay routing as a
 * convex programme in the flows of all links, with conservation as equalities, solved by an
 * interior-point method with dense Newton steps. It shares nothing with DTO-EE but the problem; its
 * cost grows with the cube of the number of links. Queues are M/G/1, loads below 0.999.
 */
class FlowProgramme
{
  public:
    /// @param [in] problem a sound one  @param [in] passing S_0..S_H
    FlowProgramme(const DtoEeProblem& problem, const std::vector<double>& passing)
        : m_total(problem.GetTotalRate()),
          m_v((1 + problem.serviceVariability) / 2)
    {
        // Start: in proportion to speeds, which keeps all equalities.
        std::vector<double> sent = problem.arrivalRates;
        std::size_t firstNode = 0;
        for (std::size_t h = 0; h < problem.stages.size(); ++h)
        {
            const DtoEeStage& stage = problem.stages[h];
            std::vector<double> next(stage.nodes.size());
            for (std::size_t i = 0; i < sent.size(); ++i)
            {
                double speeds = 0;
                for (std::size_t j = 0; j < stage.nodes.size(); ++j)
                {
                    speeds += stage.linkRates[i][j] > 0 ? stage.nodes[j].speed : 0;
                }
                for (std::size_t j = 0; j < stage.nodes.size(); ++j)
                {
                    if (stage.linkRates[i][j] > 0)
                    {
                        Link link;
                        link.sender = h == 0 ? i
                                             : problem.arrivalRates.size() + firstNode -
                                                   problem.stages[h - 1].nodes.size() + i;
                        link.node = firstNode + j;
                        link.time = stage.inputBits / stage.linkRates[i][j];
                        m_links.push_back(link);
                        m_start.push_back(sent[i] * stage.nodes[j].speed / speeds);
                        next[j] += m_start.back();
                    }
                }
            }
            const double sigma = passing[h] > 0 ? passing[h + 1] / passing[h] : 0;
            for (std::size_t j = 0; j < stage.nodes.size(); ++j)
            {
                m_service.push_back(stage.nodes[j].speed / stage.flop);
                m_sigma.push_back(sigma);
                next[j] *= sigma;
            }
            firstNode += stage.nodes.size();
            m_lastStage = h + 1 == problem.stages.size() ? firstNode - stage.nodes.size() : 0;
            sent = next;
        }
        m_devices = problem.arrivalRates.size();
    }

    /// @returns number of links, of which there may be some hundreds
    std::size_t GetLinks() const
    {
        return m_links.size();
    }

    /// @returns the least mean response time [s], good to 1e-9 of it
    double Solve()
    {
        const auto n = static_cast<Eigen::Index>(m_links.size());
        // Conservation at devices and at nodes before the last stage, changes of flows in its
        // kernel.
        const auto rows = static_cast<Eigen::Index>(m_devices + m_lastStage);
        Eigen::MatrixXd balance = Eigen::MatrixXd::Zero(rows, n);
        for (Eigen::Index l = 0; l < n; ++l)
        {
            balance(m_links[l].sender, l) += 1;
            if (m_links[l].node < m_lastStage)
            {
                balance(m_devices + m_links[l].node, l) -= m_sigma[m_links[l].node];
            }
        }
        Eigen::VectorXd flow = Eigen::Map<Eigen::VectorXd>(m_start.data(), n);
        for (double weight = 1; weight > 1e-12; weight *= 0.3)
        {
            for (int step = 0; step < 60; ++step)
            {
                Eigen::MatrixXd kkt = Eigen::MatrixXd::Zero(n + rows, n + rows);
                Eigen::VectorXd right = Eigen::VectorXd::Zero(n + rows);
                FillNewton(flow, weight, kkt, right);
                kkt.bottomLeftCorner(rows, n) = balance;
                kkt.topRightCorner(n, rows) = balance.transpose();
                const Eigen::VectorXd move = kkt.partialPivLu().solve(right).head(n);
                const double decrement = right.head(n).dot(move);
                double length = 1;
                for (Eigen::Index l = 0; l < n; ++l)
                {
                    length = move[l] < 0 ? std::min(length, -0.95 * flow[l] / move[l]) : length;
                }
                const double before = GetBarrier(flow, weight);
                while (length > 1e-12 && GetBarrier(flow + length * move, weight) >
                                             before - 1e-4 * length * decrement)
                {
                    length /= 2;
                }
                flow += length * move;
                if (!(decrement > 1e-13 * weight))
                {
                    break;
                }
            }
        }
        const std::vector<double> rates = GetRates(flow);
        m_load = 0;
        for (std::size_t j = 0; j < rates.size(); ++j)
        {
            m_load = std::max(m_load, rates[j] / m_service[j]);
        }
        return GetTasks(flow) / m_total;
    }

    /// @returns largest load of a node in the solution
    double GetLoad() const
    {
        return m_load;
    }

  private:
    struct Link
    {
        std::size_t sender{0};
        std::size_t node{0};
        double time{0};
    };

    /// Tasks at a node: rho + v rho^2 / (1 - rho), beyond 0.999 a parabola, and two derivatives.
    Eigen::Vector3d GetNode(std::size_t j, double rate) const
    {
        constexpr double end = 0.999;
        const double s = m_service[j];
        const double rho = std::min(rate / s, end);
        const double free = 1 - rho;
        const double slope = (1 + m_v * (2 * rho - rho * rho) / (free * free)) / s;
        const double bend = 2 * m_v / (s * s * free * free * free);
        const double over = rate - rho * s;
        return {rho + m_v * rho * rho / free + over * slope + over * over * bend / 2,
                slope + over * bend,
                bend};
    }

    std::vector<double> GetRates(const Eigen::VectorXd& flow) const
    {
        std::vector<double> rates(m_service.size());
        for (std::size_t l = 0; l < m_links.size(); ++l)
        {
            rates[m_links[l].node] += flow[l];
        }
        return rates;
    }

    double GetTasks(const Eigen::VectorXd& flow) const
    {
        const std::vector<double> rates = GetRates(flow);
        double tasks = 0;
        for (std::size_t l = 0; l < m_links.size(); ++l)
        {
            tasks += flow[l] * m_links[l].time;
        }
        for (std::size_t j = 0; j < rates.size(); ++j)
        {
            tasks += GetNode(j, rates[j])[0];
        }
        return tasks;
    }

    double GetBarrier(const Eigen::VectorXd& flow, double weight) const
    {
        return GetTasks(flow) - weight * flow.array().log().sum();
    }

    void FillNewton(const Eigen::VectorXd& flow,
                    double weight,
                    Eigen::MatrixXd& kkt,
                    Eigen::VectorXd& right) const
    {
        const std::vector<double> rates = GetRates(flow);
        for (std::size_t l = 0; l < m_links.size(); ++l)
        {
            const Eigen::Vector3d node = GetNode(m_links[l].node, rates[m_links[l].node]);
            right[l] = -(m_links[l].time + node[1] - weight / flow[l]);
            kkt(l, l) += weight / (flow[l] * flow[l]);
            for (std::size_t m = 0; m < m_links.size(); ++m)
            {
                kkt(l, m) += m_links[m].node == m_links[l].node ? node[2] : 0;
            }
        }
    }

    double m_total;
    double m_v;
    double m_load{0};
    std::size_t m_devices{0};
    std::size_t m_lastStage{0}; ///< nodes before the last stage
    std::vector<Link> m_links;
    std::vector<double> m_start;
    std::vector<double> m_service;
    std::vector<double> m_sigma;
};

} // namespace edgeai
} // namespace ns3

#endif // EDGE_AI_FLOW_PROGRAMME_H
