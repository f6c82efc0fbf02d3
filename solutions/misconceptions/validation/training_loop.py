"""Mistakes in a loop that validates. The student reads a function's docstring."""


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
    """You build a graph for the validation loss and then do not use it.

    `item()` or `detach()` afterwards comes too late: the graph already exists. Compute the whole validation
    loss inside `with torch.no_grad():`. Without `with` it has no effect. (§5.5.4)
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
    """You also go backward from the validation loss. Both gradients add up, and the model trains on all
    readings.

    A validation is useful only if those readings are new to the model. Call `backward()` only on the training
    loss. (§5.5.3)
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
    """You train the model on the validation part, and never on the training part.

    Either you call `backward()` on the wrong loss, or you exchanged the two parts. Train on `train_t_u` and
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
    """You put the two parts together again for training, so no new readings are left for validation.

    The split keeps some readings that the model has never seen. Train only on the training part. (§5.5.3)
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
    """Your code never clears the gradient, so every epoch adds its gradient to all the earlier ones.

    `backward()` adds to `params.grad`, so the steps become larger and larger. Call `optimizer.zero_grad()` in
    every epoch, before `backward()`. (§5.5.2)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def zeroes_after_backward(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """`zero_grad()` runs between `backward()` and `step()`, so every step uses a gradient of zero.

    `backward()` fills `params.grad`, and `step()` reads it. Clear the gradient before `backward()`, not after
    it. (§5.5.2)
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
    """`params` never changes: the call of `step()` or its brackets are missing. So all rows of the history
    are the same.

    `backward()` only computes the gradient. The parameters do not change until `optimizer.step()` uses it.
    (§5.5.2)
    """
    rows = []
    for _ in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
    return params, torch.stack(rows)


def trains_without_a_graph(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """You also compute the training loss under `no_grad`, so `backward()` finds no graph.

    Only the validation loss belongs under `torch.no_grad()`. Check your indentation. (§5.5.4)
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
    """After your loop, gradients stay off for all later code.

    Without `with`, `torch.set_grad_enabled(False)` stays active until other code turns gradients on again.
    After the last epoch, your code does not. `with torch.no_grad():` ends with its block. (§5.5.4)
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
    """The history holds both losses after the update. Record them before the update.

    The first row should show the losses at the start. You already have the training loss before the update:
    you call `backward()` on it. (§5.5.3)
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
    """The training loss comes from before the update, but the validation loss from after it.

    The two numbers of a row belong to different parameters, so you cannot compare them. Compute both before
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
    """The columns of the history are exchanged: validation comes first, then training.

    Both hold losses, so there is no error, but every plot of them shows the opposite. (§5.5.3)
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
    """The history has two rows of n_epochs. It must have n_epochs rows of two.

    If you stack two lists, you get two rows. `torch.stack(..., dim=1)` makes them columns. (§5.5.3)
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

    A loss keeps everything that it was computed from. Store `loss.detach()` or `loss.item()`. (§5.5.4)
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
    """The history is a Python list. It must be a tensor of shape (n_epochs, 2).

    `torch.tensor(history)` makes one from a list of pairs of numbers. Then `history[:, 1]` is the whole
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
    """The loop runs only one epoch, whatever `n_epochs` says.

    `return` is indented too far, so it belongs to the loop and ends the first round. Write it below the loop,
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
    """You return only `params`. Also return the history.

    The caller already has the parameters, which have changed in place. The caller does not have the two
    losses: `return params, history`. (§5.5.3)
    """
    for _ in range(n_epochs):
        loss, _ = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params


def returns_the_history_first(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """History and parameters are in the wrong order.

    A caller who writes `params, history = training_loop(...)` gets each under the name of the other. (§5.5.3)
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
    """You compute the step yourself, as learning rate times gradient. You use only the learning rate of the
    optimizer.

    That is the step of plain SGD. Momentum and Adam compute another step. Call `optimizer.step()`, which
    works for all of them. (§5.5.2)
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
    """You compute the losses once, before the loop. The second `backward()` raises an error.

    `backward()` deletes the graph after it has used it. Also, the old losses do not belong to the new
    `params`. Compute both inside the loop. (§5.5.2)
    """
    rows = []
    loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
    for _ in range(n_epochs):
        rows.append(_numbers(loss, val_loss))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, torch.stack(rows)


def stops_when_the_validation_loss_rises(n_epochs, optimizer, params, train_t_u, val_t_u, train_t_c, val_t_c):
    """Your loop stops when the validation loss rises, and the rest of the history stays 0.

    The caller has chosen the number of epochs, and needs all losses to judge the training. (§5.5.3)
    """
    history = torch.zeros(n_epochs, 2, device=train_t_u.device)
    for epoch in range(n_epochs):
        loss, val_loss = _losses(params, train_t_u, val_t_u, train_t_c, val_t_c)
        history[epoch] = _numbers(loss, val_loss)
        if epoch and history[epoch, 1] > history[epoch - 1, 1]:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return params, history
