import type { EgressFailure } from '#egress';

/** What came back of one post. `status` null: no answer; `failure` says why. */
export interface ChatAnswer {
  status: number | null;
  /** The beginning of the answer, as text. */
  body: string;
  failure: EgressFailure | null;
  /** No byte of it can have arrived. */
  neverBegan: boolean;
  retryAfterMs: number | null;
}

/**
 * `sent`: the chat has it. `later`: it certainly has not, and may take it another time. `refused`: it never takes this one.
 * `unknown`: it may have it. `gone`: it takes nothing at this address any more. `error` is a class or a word of the chat's.
 */
export interface ChatVerdict {
  kind: 'sent' | 'later' | 'refused' | 'unknown' | 'gone';
  error: string | null;
}

/**
 * Words for an address that is good for nothing any more. Slack says them in plain text
 * (https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks), Mattermost as the `id` of a JSON object,
 * an unknown hook with 400 and switched-off hooks with 501.
 */
const GONE = [
  ...[
    'no_service',
    'no_service_id',
    'no_active_hooks',
    'no_team',
    'team_disabled',
    'invalid_token',
    'action_prohibited',
  ],
  ...['channel_not_found', 'channel_is_archived', 'posting_to_general_channel_denied'],
  ...['invalid', 'disabled', 'channel', 'channel_locked', 'permissions', 'user'].map(
    (what) => `web.incoming_webhook.${what}.app_error`,
  ),
];
const GONE_STATUS = [401, 403, 404, 410];
const LATER_STATUS = [408, 425, 429];

export function verdictOf({ status, body, failure, neverBegan }: ChatAnswer): ChatVerdict {
  if (status === null) return { kind: neverBegan ? 'later' : 'unknown', error: failure };
  if (status >= 200 && status < 300) {
    // A login page, the page of the channel itself: whoever answers so has posted nothing.
    return isPage(body) ? { kind: 'later', error: 'not-a-webhook' } : { kind: 'sent', error: null };
  }
  const word = GONE.find((each) => new RegExp(`(^|")${each.replaceAll('.', '\\.')}("|$)`).test(body.trim()));
  if (word !== undefined || GONE_STATUS.includes(status)) return { kind: 'gone', error: word ?? `http-${status}` };
  if (status < 400) return { kind: 'later', error: 'redirect' };
  const isLater = status >= 500 || LATER_STATUS.includes(status);
  return { kind: isLater ? 'later' : 'refused', error: `http-${status}` };
}

function isPage(body: string): boolean {
  return /^\s*(<!doctype html|<html|<head|<\?xml)/i.test(body);
}
