/** Replaces the environment before each test file. */
import { inject } from 'vitest';
import { isolated } from '../environment.ts';

const env = isolated(process.env, inject('home'));
for (const name of Object.keys(process.env)) delete process.env[name];
Object.assign(process.env, env);
