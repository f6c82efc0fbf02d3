"""Libraries that students import, by the names in `import`: those known, and those that something stands for.

A library that is not installed where it is graded costs nobody a point and buys nobody one. Of a name that is
not in these lists nobody knows what it was meant to do: there, a failing import is the student's mistake.
"""

from __future__ import annotations

from typing import Final

# What does nothing that an answer hangs on: in its place, where it is missing, stands something as quiet.
LOGGERS: Final = (
    "aim", "clearml", "comet_ml", "dvclive", "google.colab", "import_ipynb", "importnb", "matplotlib_inline",
    "mlflow", "nbimporter", "neptune", "swanlab", "tensorboard", "tensorboardX", "torch.utils.tensorboard",
    "trackio", "visdom", "wandb",
)  # fmt: skip
STAND_INS: Final = ("IPython", "tqdm", *LOGGERS)

_DATA: Final = (
    "cv2", "dask", "datasets", "dill", "h5py", "imageio", "joblib", "kaggle", "kagglehub", "numba",
    "numexpr", "openpyxl", "pandas", "PIL", "polars", "pyarrow", "pydantic", "requests", "scipy",
    "skimage", "statsmodels", "sympy", "tables", "torchdata", "webdataset", "xarray", "yaml", "zarr",
)  # fmt: skip
_PLOTS: Final = (
    "altair", "bokeh", "graphviz", "holoviews", "hvplot", "ipywidgets", "matplotlib", "mpl_toolkits",
    "networkx", "plotly", "plotnine", "pydot", "seaborn", "torchinfo", "torchsummary", "torchview",
    "torchviz",
)  # fmt: skip
_LEARNING: Final = (
    "accelerate", "albumentations", "beartype", "bitsandbytes", "botorch", "captum", "catboost",
    "colossalai", "cupy", "d2l", "deepspeed", "diffusers", "einops", "evaluate", "fastai", "fastcore",
    "flax", "gpytorch", "gym", "gymnasium", "hydra", "ignite", "jax", "jaxtyping", "keras", "kornia",
    "lightgbm", "lightning", "livelossplot", "nltk", "omegaconf", "onnx", "onnxruntime", "optax",
    "optuna", "peft", "pyro", "pytorch_lightning", "ray", "safetensors", "sentencepiece", "sklearn",
    "skorch", "spacy", "stable_baselines3", "tensordict", "tensorflow", "tiktoken", "timm", "tokenizers",
    "torch_geometric", "torchaudio", "torchmetrics", "torchtext", "torchvision", "torchtyping",
    "transformers", "triton", "trl", "typeguard", "xgboost",
)  # fmt: skip
KNOWN: Final = frozenset((*STAND_INS, *_DATA, *_PLOTS, *_LEARNING))

# What is installed under another name than it is imported by.
_PACKAGES: Final = {
    "cv2": "opencv-python", "PIL": "pillow", "skimage": "scikit-image", "sklearn": "scikit-learn",
    "stable_baselines3": "stable-baselines3", "torch.utils.tensorboard": "tensorboard", "torch_geometric":
    "torch-geometric", "yaml": "pyyaml", "comet_ml": "comet-ml", "pytorch_lightning": "pytorch-lightning",
    "hydra": "hydra-core", "ignite": "pytorch-ignite", "mpl_toolkits": "matplotlib", "tables": "tables",
    "matplotlib_inline": "matplotlib-inline", "google.colab": "google-colab", "IPython": "ipython",
}  # fmt: skip


def known(module: str) -> str:
    """The library in these lists that a module belongs to: "pandas" of "pandas.io"; else an empty string."""
    parts = module.split(".")
    above = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in above if name in KNOWN), "")


def stands_in(module: str) -> str:
    """The library that something stands for where it is missing; an empty string of any other module."""
    name = known(module)
    return name if name in STAND_INS else ""


def package(library: str) -> str:
    """The name by which a library is installed."""
    return _PACKAGES.get(library, library)
