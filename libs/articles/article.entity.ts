import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;

@Entity('article')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'article_newsroom_fkey' })
@ForeignKey('article', ['newsroom', 'supersedes'], ['newsroom', 'id'], { name: 'article_supersedes' })
@ForeignKey('article', ['newsroom', 'sameAs'], ['newsroom', 'id'], { name: 'article_same_as' })
@ForeignKey('desk', ['newsroom', 'desk'], ['newsroom', 'key'], { name: 'article_desk' })
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
  @Column('text', { nullable: true }) url!: string | null;
  /** SHA-256 of the address without its fragment. */
  @Column('bytea', { nullable: true }) urlKey!: Buffer | null;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) author!: string | null;
  @Column('text', { nullable: true }) publisher!: string | null;
  @Column({ ...instant, nullable: true }) publishedAt!: Date | null;
  @Column('text', { nullable: true }) language!: string | null;
  @Column('text', { nullable: true }) desk!: string | null;
  @Column('text', { nullable: true }) externalRef!: string | null;
  /** The article that this one is a new version of. */
  @Column('uuid', { nullable: true }) supersedes!: string | null;
  /** An article with the same text at the same address, found after reading: the claims are there. */
  @Column('uuid', { nullable: true }) sameAs!: string | null;
  /** The bytes of HTML as given, or of the page as fetched. */
  @Column('bytea', { nullable: true }) input!: Buffer | null;
  /** Their Content-Type. */
  @Column('text', { nullable: true }) inputType!: string | null;
  /** SHA-256 of what was given or fetched. */
  @Column('bytea', { nullable: true }) inputSha256!: Buffer | null;
  /** Where the redirects ended. */
  @Column('text', { nullable: true }) fetchedFrom!: string | null;
  /** What spans point into, in UTF-16 code units. */
  @Column('text', { nullable: true }) text!: string | null;
  @Column('bytea', { nullable: true }) textSha256!: Buffer | null;
  /** Equal for texts that differ in spacing and Unicode form only. */
  @Column('bytea', { nullable: true }) textKey!: Buffer | null;
  /** How it was read: `{mode, readTo, claimsLeftOut, extractor}`. */
  @Column('jsonb', { nullable: true }) reading!: unknown;
  @Column('integer', { default: 0 }) claimCount!: number;
  /** `{code, detail}` of the last try. */
  @Column('jsonb', { nullable: true }) failure!: unknown;
  @Column('integer', { default: 0 }) attempts!: number;
  /** Of the job that works on it; a job with another fence writes nothing. */
  @Column('uuid', { nullable: true }) fence!: string | null;
  /** When it may be worked on (again). */
  @Column({ ...instant, nullable: true }) dueAt!: Date | null;
  @Column({ ...instant, default: () => 'app.now()' }) createdAt!: Date;
  @Column('jsonb') createdBy!: unknown;
}
