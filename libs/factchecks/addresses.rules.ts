/** Where the public finds what a newsroom published. All absolute, percent-encoded. */
export class PublicAddresses {
  readonly root: string;

  /** `base` without a slash at its end; `newsroom` is the short name. */
  constructor(
    readonly base: string,
    readonly newsroom: { slug: string; name: string },
  ) {
    this.root = `${base}/public/${encodeURIComponent(newsroom.slug)}`;
  }

  page(slug: string): string {
    return `${this.root}/fact-checks/${encodeURIComponent(slug)}`;
  }

  version(slug: string, number: number): string {
    return `${this.page(slug)}/versions/${number}`;
  }

  get home(): string {
    return `${this.root}/fact-checks`;
  }

  get corrections(): string {
    return `${this.root}/corrections`;
  }

  /** `feed.json`, `feed.atom`, `claim-reviews.jsonld`, `corrections.json`, `oembed`. */
  file(name: string): string {
    return `${this.root}/${name}`;
  }
}
