/*
 * serve: see serve.c. The signals that stop it are waited for, not handled: they must be blocked
 * before the store's threads are made, which inherit that.
 */
#pragma once

void serve_block_signals(void);
