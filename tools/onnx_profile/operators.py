# SPDX-License-Identifier: GPL-2.0-only
"""What is known about each ONNX operator."""

# Work per output element of operators without multiply-adds, counted with --count=all.
ELEMENTWISE = {
    **dict.fromkeys("Add Sub Mul Div Pow Neg Abs Sqrt Exp Log Reciprocal Max Min Clip Relu LeakyRelu "
                    "PRelu Floor Ceil Round Sign And Or Not Xor Equal Less Greater LessOrEqual "
                    "GreaterOrEqual Where Sum Mean Mod BitShift ThresholdedRelu".split(), 1),
    **dict.fromkeys("Sigmoid HardSigmoid HardSwish Tanh Elu Celu Selu Erf Softplus Softsign Gelu "
                    "Sin Cos".split(), 4),
    **dict.fromkeys("Softmax LogSoftmax".split(), 5),
}
NORMS = {"BatchNormalization": 2, "InstanceNormalization": 7, "LayerNormalization": 7,
         "GroupNormalization": 7, "LRN": 7, "LpNormalization": 3,
         "MeanVarianceNormalization": 7, "RMSNormalization": 4,
         "SimplifiedLayerNormalization": 4}
POOLS = {"MaxPool", "AveragePool", "LpPool"}
GLOBAL_POOLS = {"GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool"}
REDUCTIONS = {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
              "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp", "ArgMax", "ArgMin",
              "TopK", "CumSum"}
# Move or pick data; no work.
MOVES = set("Reshape Flatten Transpose Squeeze Unsqueeze Identity Dropout Concat Split Slice Gather "
            "GatherElements GatherND ScatterND ScatterElements Shape Size Cast CastLike Constant "
            "ConstantOfShape Expand Tile Pad Resize Upsample DepthToSpace SpaceToDepth Range "
            "OneHot NonZero EyeLike Trilu QuantizeLinear DequantizeLinear "
            "DynamicQuantizeLinear Compress ReverseSequence Unique Shrink".split())
LINEAR = {"Gemm", "MatMul", "MatMulInteger", "QLinearMatMul"}
CONVOLUTIONS = {"Conv", "ConvInteger", "QLinearConv"}
PRODUCTS = LINEAR | CONVOLUTIONS | {"ConvTranspose"}
# A block of its own; everything else joins the block before it.
HEAVY = PRODUCTS | POOLS | GLOBAL_POOLS
KNOWN = HEAVY | MOVES | REDUCTIONS | set(ELEMENTWISE) | set(NORMS)
# Give the same values another shape.
VIEWS = {"Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout"}
# Their outputs depend on the shape of their input alone, which is known before anything runs.
SHAPE_ONLY = {"Shape", "Size"}
