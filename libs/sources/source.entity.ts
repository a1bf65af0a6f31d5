import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;

@Entity('source')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'source_newsroom_fkey' })
@ForeignKey('capture', ['newsroom', 'captureId'], ['newsroom', 'id'], { name: 'source_capture' })
@Check('source_health', `health IN ('pending', 'ok', 'changed', 'blocked', 'failing', 'dead', 'unreadable')`)
@Index('source_by_address', ['newsroom', 'urlKey'], { unique: true })
@Index('source_by_entry', ['newsroom', 'createdAt', 'id'])
@Index('source_by_health', ['newsroom', 'health', 'createdAt', 'id'])
@Index('source_due', ['nextCheckAt'])
@Index('source_due_at_site', ['site', 'nextCheckAt'])
export class SourceEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'source_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'source_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text') url!: string;
  /** SHA-256 of the address without fragment and tracking parameters. */
  @Column('bytea') urlKey!: Buffer;
  /** Registrable domain, or the host where there is none. */
  @Column('text') site!: string;
  @Column('text', { default: 'pending' }) health!: string;
  @Column('text', { nullable: true }) outcome!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  /** When a check may begin; while one runs, the end of its lease. */
  @Column({ ...instant, default: () => 'app.now()' }) nextCheckAt!: Date;
  @Column('uuid', { nullable: true }) fence!: string | null;
  /** Another check is wanted right after the one that runs. */
  @Column('boolean', { default: false }) asked!: boolean;
  @Column({ ...instant, nullable: true }) lastCheckedAt!: Date | null;
  @Column({ ...instant, nullable: true }) lastVerifiedAt!: Date | null;
  @Column({ ...instant, nullable: true }) lastChangedAt!: Date | null;
  @Column({ ...instant, nullable: true }) firstVisitAt!: Date | null;
  @Column('integer', { default: 0 }) visits!: number;
  @Column('integer', { default: 0 }) changes!: number;
  /** Since the last check that asked without validators. */
  @Column('smallint', { default: 0 }) conditionalChecks!: number;
  /** `{failures, gone, days}` */
  @Column('jsonb', { default: { failures: 0, gone: 0, days: [] } }) strikes!: unknown;
  /** As the server sent it, byte for byte. */
  @Column('text', { nullable: true }) etag!: string | null;
  @Column('text', { nullable: true }) lastModified!: string | null;
  @Column('uuid', { nullable: true }) captureId!: string | null;
  @Column('text', { nullable: true }) proposedUrl!: string | null;
  @Column('smallint', { default: 0 }) proposedTimes!: number;
  @Column({ ...instant, default: () => 'app.now()' }) createdAt!: Date;
  @Column('jsonb') createdBy!: unknown;
}

@Entity('capture')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'capture_newsroom_fkey' })
@ForeignKey('source', ['newsroom', 'sourceId'], ['newsroom', 'id'], { name: 'capture_source' })
@Check('capture_text', `(text_sha256 IS NULL) = (text_key IS NULL)`)
@Check('capture_mode', `mode IN ('article', 'full-text', 'plain')`)
@Index('capture_of_source', ['newsroom', 'sourceId', 'at', 'id'])
@Index('capture_by_body', ['bodySha256'])
@Index('capture_by_text', { synchronize: false })
@Index('capture_by_full_text', { synchronize: false })
export class CaptureEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'capture_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'capture_pk' }) id!: string;
  @Column('uuid') sourceId!: string;
  @Column({ ...instant, default: () => 'app.now()' }) at!: Date;
  @Column('jsonb') madeBy!: unknown;
  @Column('boolean', { default: false }) byHand!: boolean;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('text') finalUrl!: string;
  @Column('integer', { nullable: true }) status!: number | null;
  /** Every answer on the way: `{url, status, ip, at}`. */
  @Column('jsonb', { default: [] }) hops!: unknown;
  @Column('jsonb', { default: {} }) headers!: unknown;
  @Column('text', { nullable: true }) contentType!: string | null;
  /** The blob of the body as decoded from its transfer. */
  @Column('text') bodySha256!: string;
  @Column('bigint') bodyBytes!: number;
  /** The blob of the article's text. */
  @Column('text', { nullable: true }) textSha256!: string | null;
  /** The blob of all text of the page. */
  @Column('text', { nullable: true }) fullTextSha256!: string | null;
  /** Hash of the text's normal form. */
  @Column('text', { nullable: true }) textKey!: string | null;
  @Column('integer', { nullable: true }) textLength!: number | null;
  @Column('text', { nullable: true }) title!: string | null;
  @Column('text', { nullable: true }) byline!: string | null;
  @Column('text', { nullable: true }) siteName!: string | null;
  @Column('text', { nullable: true }) language!: string | null;
  @Column({ ...instant, nullable: true }) publishedAt!: Date | null;
  @Column('text', { nullable: true }) mode!: string | null;
  @Column('text', { nullable: true }) extractorVersion!: string | null;
  /** What the check that made it came to. */
  @Column('text') outcome!: string;
}

@Entity('source_check')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'source_check_newsroom_fkey' })
@ForeignKey('source', ['newsroom', 'sourceId'], ['newsroom', 'id'], { name: 'source_check_source' })
@ForeignKey('capture', ['newsroom', 'captureId'], ['newsroom', 'id'], { name: 'source_check_capture' })
@Index('source_check_of_source', ['newsroom', 'sourceId', 'at', 'id'])
@Index('source_check_by_time', ['at'])
export class SourceCheckEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'source_check_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'source_check_pk' }) id!: string;
  @Column('uuid') sourceId!: string;
  @Column({ ...instant, default: () => 'app.now()' }) at!: Date;
  @Column('text') outcome!: string;
  @Column('text') finding!: string;
  @Column('text', { nullable: true }) detail!: string | null;
  @Column('integer', { nullable: true }) status!: number | null;
  @Column('boolean') conditional!: boolean;
  @Column('integer') durationMs!: number;
  @Column('uuid', { nullable: true }) captureId!: string | null;
}
