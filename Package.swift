// swift-tools-version: 6.0
import PackageDescription

// Targets in the order of their imports: each may use those above it, never those below.
let package = Package(
  name: "tbn-dist",
  products: [
    .executable(name: "tbn-dist", targets: ["tbn-dist"]),
    .executable(name: "tbn-emoji", targets: ["tbn-emoji"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    // Only `swift package generate-documentation` needs it; nothing links it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "COpenMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
    .systemLibrary(name: "CHarfBuzz", pkgConfig: "harfbuzz", providers: [.apt(["libharfbuzz-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .plugin(name: "CommitPlugin", capability: .buildTool(), path: "Sources/CommitPlugin"),
    .target(name: "Version", plugins: ["CommitPlugin"]),
    .target(name: "CWatch"),
    .target(name: "CMPI", dependencies: ["COpenMPI", "CWatch"]),
    .target(name: "CProducts", linkerSettings: [.linkedLibrary("dnnl")]),
    .target(name: "CKernels"),

    .target(name: "DefaultData"),
    .target(name: "Failures"),
    .target(name: "CInterruption"),
    .target(name: "Interruption", dependencies: ["CInterruption"]),
    .target(name: "Files", dependencies: ["CZlib", "Failures"]),
    .target(name: "Statistics"),
    .target(name: "Digests", dependencies: ["CXXHash", "Failures"]),
    .target(name: "Threading", dependencies: ["Failures"]),
    .target(name: "XML", dependencies: ["CXML", "Failures"]),
    .target(name: "Random", dependencies: ["CKernels"]),
    .target(name: "Watch", dependencies: ["COpenSSL", "CWatch", "Failures"]),
    .target(name: "MPI", dependencies: ["CMPI", "Failures", "Threading", "Watch"]),
    .target(name: "Tensor", dependencies: ["CKernels", "COpenBLAS", "CProducts", "Failures", "Threading"]),
    .target(name: "Sampling", dependencies: ["Random"]),
    .target(name: "NPY", dependencies: ["CKernels", "Digests", "Failures", "Files"]),
    .target(
      name: "Datasets",
      dependencies: ["CKernels", "Digests", "Failures", "Files", "NPY", "Sampling", "Tensor", "XML"]),
    .target(name: "TwoBranch", dependencies: ["CKernels", "Random", "Tensor"]),
    .target(name: "Losses", dependencies: ["CKernels", "Sampling", "Tensor"]),
    .target(name: "Optimizers", dependencies: ["CKernels", "Tensor"]),
    .target(name: "Evaluation", dependencies: ["CKernels", "Failures", "Statistics", "Tensor"]),
    .target(name: "Checkpoints", dependencies: ["Failures", "Files", "Tensor"]),
    .target(name: "Pages", dependencies: ["Evaluation"]),
    .target(
      name: "DataParallel",
      dependencies: [
        "CKernels", "Failures", "Losses", "MPI", "Optimizers", "Sampling", "Tensor", "Threading", "TwoBranch",
        "Watch",
      ]),
    .target(
      name: "Training",
      dependencies: [
        "Checkpoints", "DataParallel", "Datasets", "DefaultData", "Digests", "Evaluation", "Failures",
        "Files", "Interruption", "Losses", "MPI", "NPY", "Optimizers", "Pages", "Sampling", "Tensor",
        "Threading", "TwoBranch", "Version", "Watch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "Benchmarks",
      dependencies: [
        "DataParallel", "Datasets", "Evaluation", "Failures", "Losses", "MPI", "NPY", "Optimizers", "Random",
        "Sampling", "Statistics", "Tensor", "Training", "TwoBranch",
      ]),
    .target(
      name: "Scaling",
      dependencies: [
        "Benchmarks", "DataParallel", "Failures", "Pages", "Statistics", "Training",
      ]),
    .target(
      name: "Configuration",
      dependencies: ["Failures", "Files", "Training", .product(name: "Yams", package: "Yams")]),
    .executableTarget(
      name: "tbn-dist",
      dependencies: [
        "Benchmarks", "Checkpoints", "Configuration", "DataParallel", "Datasets", "DefaultData", "Evaluation",
        "Failures", "Files", "Interruption", "MPI", "NPY", "Pages", "Sampling", "Scaling", "Tensor",
        "Training", "TwoBranch", "Version", "Watch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "Emoji",
      dependencies: ["CFreeType", "CHarfBuzz", "CPNG", "DefaultData", "Failures", "NPY", "Random", "XML"]),
    .executableTarget(
      name: "tbn-emoji",
      dependencies: [
        "DefaultData", "Emoji", "Failures",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(name: "PackageTests"),
    .testTarget(name: "BenchmarksTests", dependencies: ["Benchmarks"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(name: "DigestsTests", dependencies: ["Digests"]),
    .testTarget(name: "RandomTests", dependencies: ["CKernels", "Random"]),
    .testTarget(name: "SamplingTests", dependencies: ["Random", "Sampling", "TestSupport"]),
    .testTarget(
      name: "DatasetsTests",
      dependencies: [
        "Datasets", "Digests", "Failures", "Files", "NPY", "Random", "Sampling", "Tensor", "TestSupport",
      ]),
    .testTarget(name: "NPYTests", dependencies: ["CKernels", "Digests", "Failures", "NPY", "TestSupport"]),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Failures", "Files", "Tensor", "TestSupport"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Failures", "Tensor", "TestSupport"]),
    .testTarget(
      name: "PagesTests", dependencies: ["Evaluation", "Failures", "Pages", "Tensor", "TestSupport"]),
    .testTarget(
      name: "ScalingTests",
      dependencies: ["Benchmarks", "DataParallel", "Failures", "Scaling", "TestSupport", "Training"]),
    .testTarget(name: "DefaultDataTests", dependencies: ["DefaultData"]),
    .testTarget(
      name: "EmojiTests", dependencies: ["CPNG", "Emoji", "Failures", "NPY", "Random", "TestSupport"]),
    .target(
      name: "TestSupport",
      dependencies: [
        "DataParallel", "Failures", "Losses", "NPY", "Random", "Sampling", "Tensor", "TwoBranch", "XML",
      ],
      path: "Tests/TestSupport"),
    .testTarget(name: "XMLTests", dependencies: ["Failures", "TestSupport", "XML"]),
    .testTarget(name: "TensorTests", dependencies: ["CKernels", "Random", "Tensor", "TestSupport"]),
    .testTarget(name: "LossesTests", dependencies: ["Losses", "Sampling", "Tensor", "TestSupport"]),
    .testTarget(
      name: "TwoBranchTests",
      dependencies: ["Losses", "Optimizers", "Random", "Sampling", "Tensor", "TestSupport", "TwoBranch"]),
    .testTarget(name: "OptimizersTests", dependencies: ["Optimizers", "Tensor", "TestSupport"]),
    .executableTarget(
      name: "rank-checks",
      dependencies: [
        "DataParallel", "Failures", "Losses", "MPI", "Optimizers", "Random", "Sampling", "Tensor",
        "Threading", "Training", "TwoBranch", "Watch",
      ],
      path: "Tests/RankChecks"),
    .executableTarget(
      name: "fuzz-readers",
      dependencies: [
        "Checkpoints", "Configuration", "Datasets", "Failures", "Files", "NPY", "Random", "Tensor",
        "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/FuzzReaders"),
    .testTarget(name: "FuzzReadersTests", dependencies: ["TestSupport"]),
    .testTarget(name: "ThreadingTests", dependencies: ["Failures", "TestSupport", "Threading"]),
    .testTarget(name: "MPITests", dependencies: ["Failures", "MPI", "TestSupport"]),
    .testTarget(name: "WatchTests", dependencies: ["Failures", "TestSupport", "Watch"]),
    .testTarget(
      name: "DataParallelTests",
      dependencies: [
        "DataParallel", "Failures", "Sampling", "Tensor", "TestSupport", "Training", "TwoBranch",
      ]),
    .testTarget(name: "LaunchTests", dependencies: ["TestSupport"]),
    .testTarget(name: "ComparisonTests", dependencies: ["Failures", "TestSupport"]),
    .testTarget(
      name: "LocalizationCommandTests",
      dependencies: [
        "Checkpoints", "Datasets", "Failures", "Tensor", "TestSupport", "Training", "TwoBranch",
      ]),
    .testTarget(
      name: "SimilarityCommandTests", dependencies: ["Checkpoints", "NPY", "Tensor", "TestSupport"]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Checkpoints", "Datasets", "Digests", "Evaluation", "Failures", "MPI", "Sampling", "Tensor",
        "TestSupport",
        "Training", "TwoBranch",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Checkpoints", "Datasets", "DefaultData", "Failures", "NPY", "Random", "Tensor", "TestSupport",
        "Training", "tbn-dist",
      ],
      exclude: ["embed_with_torch.py"]),
  ]
)
