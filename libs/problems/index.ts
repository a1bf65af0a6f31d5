// Owns: every refusal the service can give: its stable code, HTTP status and title; and what is wrong with a value, in words.
// Promises: a code never changes its meaning; libs throw by code, only the HTTP edge renders.
// Never: imports anything of ours.
export { catalogue, type ProblemCode } from './catalogue.js';
export { codeOf, inWords } from './validation.words.js';
export { Problem, problem, type ProblemDetails, type FieldError } from './problem.js';
