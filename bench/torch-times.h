/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EDGE_AI_TORCH_TIMES_H
#define EDGE_AI_TORCH_TIMES_H

#include <cstdint>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>

/// What PyTorch is asked to time, on one thread: the same sizes, numbers of its own.
constexpr const char* TORCH_PROGRAM = R"python(
import sys, time, warnings
warnings.simplefilter("ignore")
try:
    import torch
except ImportError:
    sys.exit(0)
torch.set_num_threads(1)
torch.manual_seed(1)
repeats = int(sys.argv[1])

def median(work):
    work()
    times = []
    for _ in range(repeats):
        calls, start = 0, time.perf_counter()
        while calls == 0 or time.perf_counter() - start < 0.02:
            work()
            calls += 1
        times.append((time.perf_counter() - start) / calls)
    return sorted(times)[repeats // 2] * 1e6

def stack(kind, n, widths):
    layers = []
    for one, other in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(one, other), torch.nn.Tanh()]
    net = torch.nn.Sequential(*layers[:-1]).to(kind)
    x = torch.randn(n, widths[0], dtype=kind)
    y = torch.randint(0, widths[-1], (n,))
    def work():
        net.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(net(x), y).backward()
    return [work]

def convolution(kind, n, _):
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 8, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
                              torch.nn.Conv2d(8, 16, 5), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
                              torch.nn.Flatten(), torch.nn.Linear(256, 10)).to(kind)
    x = torch.randn(n, 1, 28, 28, dtype=kind)
    y = torch.randint(0, 10, (n,))
    def work():
        net.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(net(x), y).backward()
    return [work]

def logistic(kind, n, sizes):
    features, words = sizes
    rows = torch.arange(n).repeat_interleave(words)
    columns = torch.randint(0, features, (n * words,))
    x = torch.sparse_coo_tensor(torch.stack([rows, columns]), torch.rand(n * words, dtype=kind),
                                (n, features)).coalesce()
    turned = x.t().coalesce()
    y = torch.randint(0, 2, (n, 1)).to(kind)
    w = torch.zeros(features, 1, dtype=kind)
    ways = [lambda: torch.sparse.mm(turned, torch.sigmoid(torch.sparse.mm(x, w)) - y)]
    try:
        a, b = x.to_sparse_csr(), turned.to_sparse_csr()
        way = lambda: b @ (torch.sigmoid(a @ w) - y)
        way()
        ways.append(way)
    except RuntimeError:
        pass
    return ways

kinds = {"Mlp": stack, "Conv": convolution, "Logistic": logistic}
for word in sys.argv[2:]:
    name, n, sizes = word.split(":")
    sizes = [int(size) for size in sizes.split(",")]
    times = [min(median(way) for way in kinds[name](kind, int(n), sizes))
             for kind in (torch.float64, torch.float32)]
    print(word, *times, flush=True)
)python";

/// Times of one case [us].
struct TorchTime
{
    double doubles{0}; ///< with numbers of 64 bit, as this module has them
    double floats{0};  ///< with numbers of 32 bit
};

/**
 * @param [in] cases words such as "Mlp:256:784,128,10", without blanks or quotes
 * @param [in] repeats measurements, of which the median is taken
 * @returns times by case; none if there is no PyTorch
 */
inline std::map<std::string, TorchTime>
MeasureTorch(const std::string& cases, uint32_t repeats)
{
    // Debian's PyTorch belongs to Debian's Python, whichever comes first in the path.
    const std::string command =
        "for python in /usr/bin/python3 python3; do \"$python\" -c "
        "'import torch' 2>/dev/null && OMP_NUM_THREADS=1 exec \"$python\" -c '" +
        std::string(TORCH_PROGRAM) + "' " + std::to_string(repeats) + " " + cases + "; done";
    std::map<std::string, TorchTime> times;
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe)
    {
        return times;
    }
    std::string text;
    char piece[256];
    while (std::fgets(piece, sizeof piece, pipe))
    {
        text += piece;
    }
    pclose(pipe);
    std::istringstream lines(text);
    std::string word;
    TorchTime time;
    while (lines >> word >> time.doubles >> time.floats)
    {
        times[word] = time;
    }
    return times;
}

#endif // EDGE_AI_TORCH_TIMES_H
