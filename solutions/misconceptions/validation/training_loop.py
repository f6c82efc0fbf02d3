"""Wrong turns in a loop that validates. A function's docstring is what the student reads."""


def _losses(params, train_t_u, val_t_u, train_t_c, val_t_c):
    with torch.no_grad():
        val_loss = loss_fn(model(val_t_u, *params), val_t_c)
    return loss_fn(model(train_t_u, *params), train_t_c), val_loss


def _numbers(*losses):
    return torch.stack([loss.detach() for loss in losses])


def _right(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def validates_with_a_graph(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """A graph is built for the validation loss, and thrown away.

    `item()` or `detach()` afterwards comes too late: the notes have been taken by then. Compute the whole
    validation loss inside `with torch.no_grad():`; without `with` it does nothing. (§5.5.4)
    """
    rows = []
    for _ in range(n_epochs):
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        val_loss = loss_fn(model(val_t_u, *params), val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def trains_on_both_losses(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The validation loss goes backward, too: both gradients add up, and the model trains on all readings.

    A validation is worth something only as long as those readings are new to the model. Call `backward()` on
    the training loss alone. (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        val_loss = loss_fn(model(val_t_u, *params), val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        (loss + val_loss).backward()
        optimizer.step()
    return params, torch.stack(rows)


def trains_on_the_validation_part(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The model is trained on the validation part, and never on the training part.

    `backward()` stands after the wrong loss, or the two parts are mixed up. Train on `train_t_u` and
    `train_t_c`. (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        val_loss = loss_fn(model(val_t_u, *params), val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        val_loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def trains_on_all_readings(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The two parts are put together again for training, so there is nothing left to validate with.

    The readings were split so that the model has never seen some of them. Train on the training part
    alone. (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        rows.append(_numbers(*_losses(params, train_t_u, val_t_u, train_t_c, val_t_c)))
        all_u, all_c = torch.cat([train_t_u, val_t_u]), torch.cat([train_t_c, val_t_c])
        optimizer.zero_grad()
        loss_fn(model(all_u, *params), all_c).backward()
        optimizer.step()
    return params, torch.stack(rows)


def never_zeroes(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The gradient is never cleared: every epoch adds its own to all those before it.

    `backward()` adds to `params.grad`, so the steps grow and overshoot. Call `optimizer.zero_grad()` in every
    epoch, before `backward()`. (§5.5.2)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def zeroes_after_backward(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """`zero_grad()` runs between `backward()` and `step()`, so no step sees a gradient.

    `backward()` fills `params.grad`; `step()` reads it. Whatever clears it must come before
    `backward()`. (§5.5.2)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
    return params, torch.stack(rows)


def forgets_to_step(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """`params` never moves: `step()` is missing, or its brackets are; all rows of the history are alike.

    `backward()` only finds out which way is down. Nothing moves until `optimizer.step()` reads what it
    found. (§5.5.2)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
    return params, torch.stack(rows)


def trains_without_a_graph(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The training loss is computed under `no_grad`, too: `backward()` has nothing to walk.

    Only the validation loss belongs under `torch.no_grad()`; the indentation says what does. (§5.5.4)
    """
    rows = []
    for _ in range(n_epochs):
        with torch.no_grad():
            loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def leaves_gradients_off(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """After your loop, gradients are off for everybody who comes later.

    `torch.set_grad_enabled(False)` without `with` holds until somebody switches them on again, and after the
    last epoch nobody does. `with torch.no_grad():` ends by itself. (§5.5.4)
    """
    rows = []
    for _ in range(n_epochs):
        torch.set_grad_enabled(True)
        loss = loss_fn(model(train_t_u, *params), train_t_c)
        torch.set_grad_enabled(False)
        val_loss = loss_fn(model(val_t_u, *params), val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def looks_after_the_update(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """Both losses in the history are those after the update; the ones before it are asked for.

    The first row should say where training began. The training loss before the update is there already: it is
    the one you call `backward()` on. (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss, _ = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rows.append(_numbers(*_losses(params, train_t_u, val_t_u, train_t_c, val_t_c)))
    return params, torch.stack(rows)


def validates_after_the_update(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The training loss is from before the update, the validation loss from after it.

    The two numbers of a row belong to different parameters and cannot be compared. Compute both before
    `optimizer.step()`. (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss, _ = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        _, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
    return params, torch.stack(rows)


def swaps_the_columns(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The history's columns are swapped: first validation, then training.

    Both hold losses, so nothing complains, and every plot of it tells the story the wrong way round.
    (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(val_loss, loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def keeps_one_row_for_each_loss(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The history lies on its side: two rows of n_epochs, where n_epochs rows of two are asked for.

    Two lists that are stacked give two rows. `torch.stack(..., dim=1)` puts them beside each other.
    (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows, dim=1)


def keeps_the_graphs(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The history keeps the training losses with their graphs: every epoch stays in memory.

    A loss holds on to everything that it was computed from. Keep `loss.detach()` or `loss.item()`.
    (§5.5.4)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(torch.stack([loss, val_loss]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def returns_lists(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The history is a Python list; a tensor of shape (n_epochs, 2) is asked for.

    `torch.tensor(history)` makes one of a list of pairs of numbers, and then `history[:, 1]` is the whole
    validation curve. (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append([loss.item(), val_loss.item()])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, rows


def returns_inside_the_loop(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """However many epochs are asked for, there is only one.

    `return` is indented so far that it belongs to the loop and ends it in its first round. It belongs below,
    in line with `for`. (§5.5.2)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return params, torch.stack(rows)


def returns_the_params_only(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """You return `params` alone; the history is asked for as well.

    The parameters are the caller's own and have changed in place. What they do not have is how the two losses
    went: `return params, history`. (§5.5.3)
    """
    for _ in range(n_epochs):
        loss, _ = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def returns_the_history_first(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """History and parameters come back in the wrong order.

    Whoever writes `params, history = training_loop(...)` gets the one under the other's name. (§5.5.3)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.stack(rows), params


def steps_by_hand(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """You take the step yourself, learning rate times gradient; the optimizer only lends its learning rate.

    That is what plain SGD does. Momentum and Adam step otherwise, and only `optimizer.step()` knows
    how. (§5.5.2)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        with torch.no_grad():
            params -= optimizer.param_groups[0]["lr"] * params.grad
    return params, torch.stack(rows)


def computes_the_losses_once(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """The losses are computed once, before the loop: the second `backward()` raises an error.

    `backward()` frees the graph as it walks it, and after a step the old losses say nothing about the new
    `params` anyway. Both belong inside the loop. (§5.5.2)
    """
    rows = []
    loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
    for _ in range(n_epochs):
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)
