// Owns: newsrooms, people, roles, desks, machines, tokens and policy.
// Promises: whoever asks is known, and holds exactly the permissions that their roles, desk and token give them.
// Never: decides about a claim.
export * from './permissions.rules.js';
