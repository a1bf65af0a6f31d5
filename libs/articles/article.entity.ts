import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const maybe = { nullable: true } as const;

@Entity('article')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'article_newsroom_fkey' })
@ForeignKey('article', ['newsroom', 'supersedes'], ['newsroom', 'id'], { name: 'article_supersedes' })
@ForeignKey('article', ['newsroom', 'sameAs'], ['newsroom', 'id'], { name: 'article_same_as' })
@Check('article_status', `status IN ('received', 'fetching', 'extracting', 'extracted', 'failed')`)
@Check('article_kind', `kind IN ('text', 'html', 'url')`)
@Check('article_of_url', `kind <> 'url' OR url IS NOT NULL`)
@Check('article_extracted', `status <> 'extracted' OR text IS NOT NULL`)
@Check('article_failed', `status <> 'failed' OR failure IS NOT NULL`)
@Check('article_due', `(due_at IS NULL) = (status IN ('extracted', 'failed'))`)
@Index('article_by_entry', ['newsroom', 'createdAt', 'id'])
@Index('article_by_status', ['newsroom', 'status', 'createdAt', 'id'])
@Index('article_by_external_ref', { synchronize: false })
@Index('article_by_url', { synchronize: false })
@Index('article_by_input', { synchronize: false })
@Index('article_by_text', { synchronize: false })
@Index('article_by_supersedes', { synchronize: false })
@Index('article_work', { synchronize: false })
export class ArticleEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'article_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'article_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { default: 'received' }) status!: string;
  @Column('text') kind!: string;
  @Column('text', maybe) url!: string | null;
  /** SHA-256 of the address without its fragment. */
  @Column('bytea', maybe) urlKey!: Buffer | null;
  @Column('text', maybe) title!: string | null;
  @Column('text', maybe) author!: string | null;
  @Column('text', maybe) publisher!: string | null;
  @Column({ ...instant, ...maybe }) publishedAt!: Date | null;
  @Column('text', maybe) language!: string | null;
  @Column('text', maybe) desk!: string | null;
  @Column('text', maybe) externalRef!: string | null;
  /** The article that this one is a new version of. */
  @Column('uuid', maybe) supersedes!: string | null;
  /** An article with the same text at the same address, found after reading: the claims are there. */
  @Column('uuid', maybe) sameAs!: string | null;
  /** The bytes of HTML as given, or of the page as fetched. */
  @Column('bytea', maybe) input!: Buffer | null;
  /** Their Content-Type. */
  @Column('text', maybe) inputType!: string | null;
  /** SHA-256 of what was given or fetched. */
  @Column('bytea', maybe) inputSha256!: Buffer | null;
  /** Where the redirects ended. */
  @Column('text', maybe) fetchedFrom!: string | null;
  /** What spans point into, in UTF-16 code units. */
  @Column('text', maybe) text!: string | null;
  @Column('bytea', maybe) textSha256!: Buffer | null;
  /** Equal for texts that differ in spacing and Unicode form only. */
  @Column('bytea', maybe) textKey!: Buffer | null;
  /** How it was read: `{mode, readTo, claimsLeftOut, extractor}`. */
  @Column('jsonb', maybe) reading!: unknown;
  @Column('integer', { default: 0 }) claimCount!: number;
  /** `{code, detail}` of the last try. */
  @Column('jsonb', maybe) failure!: unknown;
  @Column('integer', { default: 0 }) attempts!: number;
  /** Of the job that works on it; a job with another fence writes nothing. */
  @Column('uuid', maybe) fence!: string | null;
  /** When it may be worked on (again). */
  @Column({ ...instant, ...maybe }) dueAt!: Date | null;
  @Column({ ...instant, default: () => 'app.now()' }) createdAt!: Date;
  @Column('jsonb') createdBy!: unknown;
}
