import type { Article } from '#articles';

export function articleView(article: Article) {
  const { id, status, kind, title, url, author, publisher, publishedAt, language, desk, externalRef } = article;
  const { supersedes, sameAs, textSha256, reading, claimCount, failure, createdAt, createdBy, version } = article;
  const about = { title, url, author, publisher, publishedAt, language, desk, externalRef, supersedes, sameAs };
  const digest = textSha256 && textSha256.toString('hex');
  return {
    id,
    status,
    kind,
    ...about,
    textSha256: digest,
    reading,
    claimCount,
    failure,
    createdAt,
    createdBy,
    version,
  };
}
