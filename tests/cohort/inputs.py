"""Lines that draw inputs for every function; `lines.py` says what they may use."""

_LINE = "x, y = r(n), r(n)"
_STEPS = "k, rate = whole(1, 6), number(0.01, 0.06)"
_PARTS = "a, b, c, d = r(n), r(3), r(n), r(3)"

DRAWN = {
    "tensors": {
        "from_list": ["from_list(r(n).tolist())", "from_list(r(2, n, 3).tolist())", "from_list([[1, 2.5]])"],
        "filled": ["filled((whole(1, 4), n), number())", "filled((n,), whole(-9, 9))", "filled((), n)"],
        "ramp": [
            "ramp(whole(-3, 0), whole(1, 9), 1)",
            "ramp(whole(-3, 3), whole(4, 9), 0.25)",
            "ramp(0.5, 0.6 + n, 1.0)",
        ],
        "grid": ["grid(number(), number(), n + 1)", "grid(whole(-5, 5), whole(-5, 5), n + 1)"],
        "identity": ["identity(n)"],
        "from_array": [
            "a = r(n, 3).numpy(); t = from_array(a); a[0, 1] = 7.0; t",
            "a = r(n, 3).numpy(); t = from_array(a.T); t[1, 0] = 7.0; torch.tensor(a)",
        ],
        "describe": ["describe(r(n, 3))", "describe(r(n, 3).t())", "describe(torch.tensor(1))"],
        "hadamard": [
            "hadamard(r(n), r(n))",
            "hadamard(r(n, 2, 3), r(n, 2, 3))",
            "hadamard(r(1)[0], r(1)[0])",
        ],
        "matrix_product": ["matrix_product(r(n, 3), r(3, 2))", "matrix_product(r(n, 3, 2), r(n, 2, 4))"],
        "standardize": ["standardize(r(n + 2, 3) + 5)", "standardize(0.02 * r(3, n + 2).t())"],
        "column_extremes": ["column_extremes(r(n, 3))", "column_extremes(r(3, n).t() - 9)"],
        "nearly_equal": [
            "x = r(n, 2); nearly_equal(x, x + 0.1 * r(n, 2), 0.2)",
            "nearly_equal(r(n), r(1, n), 9.0)",
            "nearly_equal(torch.ones(0), torch.ones(0), 0.1)",
        ],
        "to_rows": ["to_rows(r(n, 6), 3)", "to_rows(r(6, n).t(), 2)", "raised(lambda: to_rows(r(7), 2))"],
        "channels_last": ["channels_last(r(n, 3, 2, 4))", "channels_last(r(1, n, 5, 4))"],
        "repeat_rows": [
            "x = r(n); rows = repeat_rows(x, 4); x[0] = 9.0; rows",
            "repeat_rows(r(n, 3)[:, 1], 1)",
        ],
        "broadcast_shape": [
            "broadcast_shape((n, 1, 3), (4, 1))",
            "broadcast_shape((), (n,))",
            "broadcast_shape((0, 1), (n,))",
            "raised(lambda: broadcast_shape((2, n + 2), (n + 1,)))",
        ],
        "outer_sum": ["outer_sum(r(n), r(4))", "outer_sum(r(2), r(n))"],
        "pick_device": ["pick_device().type", "cuda(lambda: pick_device().type)"],
        "move": ["move(r(n), 'cpu')", "move(r(n), torch.device('meta')).device"],
    },
    "gradient_descent": {
        "model": ["model(r(n), number(), number())", "model(r(n), r(1)[0], r(1)[0])"],
        "loss_fn": ["loss_fn(r(n), r(n))"],
        "numerical_grad_fn": [f"{_LINE}; numerical_grad_fn(x, y, number(), number(), number(0.01, 0.1))"],
        "dloss_fn": ["dloss_fn(r(n), r(n))"],
        "dmodel_dw": ["dmodel_dw(r(n), number(), number())"],
        "dmodel_db": ["torch.as_tensor(dmodel_db(r(n), number(), number())) * torch.ones(n)"],
        "grad_fn": [f"{_LINE}; grad_fn(x, y, r(n), number(), number())"],
        "normalize_inputs": ["x = r(n); (normalize_inputs(x), x)"],
        "training_loop": [f"{_LINE}; {_STEPS}; p = r(2); (training_loop(k, rate, p, x, y), p)"],
        "loss_history": [f"{_LINE}; {_STEPS}; p = r(2); (loss_history(k, rate, p, x, y), p)"],
        "has_diverged": [
            "bool(has_diverged(r(n).abs()))",
            "bool(has_diverged(torch.cat([r(n).abs(), torch.tensor([float('nan')])])))",
        ],
        "train_until": [f"{_LINE}; p = r(2); (train_until(number(0.01, 0.1), 9, 0.05, p, x, y), p)"],
        "plot_fit": [
            f"{_LINE}; f = plot_fit(x, y, r(2)); (points_of(f), lines_of(f))",
            "f = plot_fit(r(n), r(n), r(2)); bool(f.axes[0].get_xlabel() and f.axes[0].get_ylabel())",
        ],
    },
    "autograd": {
        "gradient": [f"{_LINE}; gradient(leaf(number(), number()), x, y)"],
        "accumulated_gradient": [f"{_LINE}; accumulated_gradient(leaf(number(), 1.0), x, y, whole(1, 5))"],
        "zero_grad": [
            "p = dirty(leaf(number(), 1.0)); zero_grad(p); (p, p.grad is None or not p.grad.any().item())"
        ],
        "update": [
            "p = dirty(leaf(number(), number())); update(p, 0.1); (p, p.is_leaf, p.requires_grad, enabled())"
        ],
        "training_loop": [
            f"{_LINE}; {_STEPS}; p = leaf(number(), number()); t = training_loop(k, rate, p, x, y); "
            "(t, t is p, p.is_leaf, p.requires_grad)"
        ],
    },
    "optimizers": {
        "available_optimizers": ["available_optimizers()"],
        "make_optimizer": [
            "p = leaf(1.0, 2.0); o = make_optimizer('AdamW', p, number(0.1, 1.0)); "
            "(type(o).__name__, o.param_groups[0]['lr'], o.param_groups[0]['params'][0] is p)",
            "'adam' in message(lambda: make_optimizer('adam', leaf(1.0, 2.0), 0.1))",
        ],
        "train_step": [
            f"{_LINE}; p = dirty(leaf(number(), number())); o = {kind}(p, 0.05); "
            "(train_step(o, p, x, y), train_step(o, p, x, y), p)"
            for kind in ("SGD", "MOM", "ADAM")
        ],
        "training_loop": [
            f"{_LINE}; {_STEPS}; p = dirty(leaf(number(), number())); o = {kind}(p, rate); "
            "(training_loop(k, o, p, x, y) is p, training_loop(2, o, p, x, y))"
            for kind in ("SGD", "MOM", "ADAM")
        ],
        "fixed_training_loop": [
            f"{_LINE}; {_STEPS}; p = dirty(leaf(number(), number())); o = {kind}(p, rate); "
            "(fixed_training_loop(k, o, p, x, y) is p, fixed_training_loop(2, o, p, x, y))"
            for kind in ("SGD", "MOM", "ADAM")
        ],
    },
    "validation": {
        "split_indices": ["split_indices(whole(1, 40), number(0.0, 1.0), generator(n))"],
        "calc_forward": [
            f"{_LINE}; loss = calc_forward(leaf(1.2, number()), x, y, {flag}); (loss, loss.requires_grad)"
            for flag in (True, False)
        ],
        "training_loop": [
            f"{_PARTS}; {_STEPS}; p = dirty(leaf(number(), number())); o = {kind}(p, rate); "
            "t, h = training_loop(k, o, p, a, b, c, d); (t is p, p, h, h.requires_grad)"
            for kind in ("SGD", "MOM")
        ],
        "is_overfitting": [
            "bool(is_overfitting(r(n + 1).abs() + 0.1, r(n + 1).abs() + 0.1))",
            "bool(is_overfitting(torch.tensor([2.0, 1.0]), torch.tensor([1.0, number(1.0, 1.3)])))",
        ],
    },
    "quadratic": {
        "model": ["model(r(n), number(), number(), number())", "model(r(n), r(1)[0], r(1)[0], r(1)[0])"],
        "grad_fn": ["grad_fn(r(n), r(n), r(n), number(), number(), number())"],
        "training_loop": [
            f"{_LINE}; p = dirty(leaf(number(), number(), 0.5)); o = {kind}(p, 0.01); "
            "(training_loop(whole(1, 5), o, p, x, y) is p, training_loop(2, o, p, x, y))"
            for kind in ("SGD", "MOM", "ADAM")
        ],
        "final_losses": [f"{_LINE}; final_losses(whole(1, 9), number(0.001, 0.01), x, y)"],
    },
}
