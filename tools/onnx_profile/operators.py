# SPDX-License-Identifier: GPL-2.0-only
"""What is known about each ONNX operator. The manual has the same as a table."""

# Work per output element of operators without multiply-adds, counted with --count=all.
ELEMENTWISE = {
    **dict.fromkeys("Add Sub Mul Div Pow Neg Abs Sqrt Exp Log Reciprocal Max Min Clip Relu LeakyRelu "
                    "PRelu Floor Ceil Round Sign And Or Not Xor Equal Less Greater LessOrEqual "
                    "GreaterOrEqual Where Sum Mean Mod BitShift ThresholdedRelu BitwiseAnd BitwiseOr "
                    "BitwiseXor BitwiseNot IsNaN IsInf QLinearAdd QLinearMul QLinearLeakyRelu".split(),
                    1),
    "RotaryEmbedding": 3,
    **dict.fromkeys("Sigmoid HardSigmoid HardSwish Tanh Elu Celu Selu Erf Softplus Softsign Gelu Mish "
                    "Swish Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh "
                    "QLinearSigmoid".split(), 4),
    **dict.fromkeys("Softmax LogSoftmax Hardmax QLinearSoftmax".split(), 5),
}
NORMS = {"BatchNormalization": 2, "InstanceNormalization": 7, "LayerNormalization": 7,
         "GroupNormalization": 7, "LRN": 7, "LpNormalization": 3,
         "MeanVarianceNormalization": 7, "RMSNormalization": 4,
         "SimplifiedLayerNormalization": 4, "SkipLayerNormalization": 8,
         "SkipSimplifiedLayerNormalization": 5, "EmbedLayerNormalization": 9}
POOLS = {"MaxPool", "AveragePool", "LpPool", "QLinearAveragePool"}
GLOBAL_POOLS = {"GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool", "QLinearGlobalAveragePool"}
REDUCTIONS = {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
              "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp", "ArgMax", "ArgMin",
              "TopK", "CumSum"}
# Move or pick data; no work.
MOVES = set("Reshape Flatten Transpose Squeeze Unsqueeze Identity Dropout Concat Split Slice Gather "
            "GatherElements GatherND ScatterND ScatterElements Shape Size Cast CastLike Constant "
            "ConstantOfShape Expand Tile Pad Resize Upsample DepthToSpace SpaceToDepth Range "
            "OneHot NonZero EyeLike Trilu QuantizeLinear DequantizeLinear "
            "DynamicQuantizeLinear Compress ReverseSequence Unique Shrink QLinearConcat".split())
LINEAR = {"Gemm", "MatMul", "MatMulInteger", "QLinearMatMul", "FusedMatMul", "QGemm", "Einsum",
          "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "MatMulNBits"}
CONVOLUTIONS = {"Conv", "ConvInteger", "QLinearConv"}
RECURRENT = {"LSTM", "GRU", "RNN"}
ATTENTIONS = {"Attention", "MultiHeadAttention", "FusedAttention"}
PRODUCTS = LINEAR | CONVOLUTIONS | {"ConvTranspose"} | RECURRENT | ATTENTIONS
# A block of its own; everything else joins the block before it.
HEAVY = PRODUCTS | POOLS | GLOBAL_POOLS
KNOWN = HEAVY | MOVES | REDUCTIONS | set(ELEMENTWISE) | set(NORMS)
# Give the same values another shape.
VIEWS = {"Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout"}
# Their outputs depend on the shape of their input alone, which is known before anything runs.
SHAPE_ONLY = {"Shape", "Size"}

# Operators of com.microsoft with a definition, and what they are called here.
MICROSOFT = {
    **{name: name for name in
       "FusedMatMul QLinearAdd QLinearMul QLinearLeakyRelu QLinearSigmoid QLinearSoftmax QGemm "
       "QLinearConcat QLinearAveragePool QLinearGlobalAveragePool DynamicQuantizeMatMul "
       "MatMulIntegerToFloat MatMulNBits Gelu LayerNormalization SimplifiedLayerNormalization "
       "SkipLayerNormalization SkipSimplifiedLayerNormalization EmbedLayerNormalization "
       "MultiHeadAttention RotaryEmbedding QuantizeLinear DequantizeLinear".split()},
    "FusedConv": "Conv", "FusedGemm": "Gemm", "Attention": "FusedAttention",
    "FastGelu": "Gelu", "BiasGelu": "Gelu", "QuickGelu": "Gelu",
}
# Operators of com.microsoft whose shapes are those of the standard one they are called here.
AS_STANDARD = {"FusedGemm", "QuantizeLinear", "DequantizeLinear"}

# The inputs that may hold trained values, where not all may: the others are sizes, axes, scales,
# zero points, masks and first states.
TRAINED_INPUTS = {
    **dict.fromkeys("Reshape Flatten Transpose Squeeze Unsqueeze Identity Dropout Split Slice Gather "
                    "GatherElements GatherND Cast CastLike Expand Tile Pad Resize Upsample Clip TopK "
                    "CumSum Trilu QuantizeLinear DequantizeLinear DynamicQuantizeLinear OneHot "
                    "RotaryEmbedding QLinearSigmoid QLinearLeakyRelu QLinearSoftmax "
                    "QLinearAveragePool QLinearGlobalAveragePool Compress ReverseSequence".split(),
                    (0,)),
    **dict.fromkeys(REDUCTIONS, (0,)),
    **dict.fromkeys(["ScatterND", "ScatterElements"], (0, 2)),
    "BatchNormalization": (0, 1, 2),
    "ConvInteger": (0, 1), "MatMulInteger": (0, 1), "QLinearConv": (0, 3, 8),
    "QLinearMatMul": (0, 3), "QLinearAdd": (0, 3), "QLinearMul": (0, 3), "QGemm": (0, 3, 6),
    "DynamicQuantizeMatMul": (0, 1, 4), "MatMulIntegerToFloat": (0, 1, 6),
    "LSTM": (0, 1, 2, 3, 7), "GRU": (0, 1, 2, 3), "RNN": (0, 1, 2, 3),
    "MatMulNBits": (0, 1, 5), "FusedAttention": (0, 1, 2), "MultiHeadAttention": (0, 1, 2, 3),
    "Attention": (0, 1, 2), "EmbedLayerNormalization": (0, 1, 2, 3, 4, 5, 6),
    "Constant": (), "Shape": (), "Size": (), "ConstantOfShape": (), "Range": (),
}
# Inputs that are trained whatever their size and type, because the operator says so.
PARAMETER_INPUTS = {
    "Conv": (1, 2), "ConvTranspose": (1, 2), "Gemm": (1, 2), "MatMul": (0, 1), "FusedMatMul": (0, 1),
    "ConvInteger": (1,), "QLinearConv": (3, 8), "MatMulInteger": (0, 1), "QLinearMatMul": (0, 3),
    "QGemm": (3, 6), "DynamicQuantizeMatMul": (1, 4), "MatMulIntegerToFloat": (1, 6),
    "DequantizeLinear": (0,), "PRelu": (1,), "Gather": (0,), "Einsum": (0, 1, 2, 3),
    "LSTM": (1, 2, 3, 7), "GRU": (1, 2, 3), "RNN": (1, 2, 3), "BatchNormalization": (1, 2),
    "InstanceNormalization": (1, 2), "GroupNormalization": (1, 2), "LayerNormalization": (1, 2),
    "RMSNormalization": (1,), "SimplifiedLayerNormalization": (1,),
    "SkipLayerNormalization": (2, 3, 4), "SkipSimplifiedLayerNormalization": (2, 3),
    "EmbedLayerNormalization": (2, 3, 4, 5, 6), "FusedAttention": (1, 2), "Gelu": (1,),
    "MultiHeadAttention": (3,), "MatMulNBits": (1, 5),
}
