import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const now = { ...instant, default: () => 'app.now()' } as const;
// TypeORM writes into the options that it is given: spread these at each use.
const maybe = { nullable: true } as const;

@Entity('review_import')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'review_import_newsroom_fkey' })
@Check('review_import_status', `status IN ('waiting', 'running', 'done', 'failed')`)
@Check('review_import_end', `(status IN ('done', 'failed')) = (finished_at IS NOT NULL)`)
@Index('review_import_by_entry', ['newsroom', 'createdAt', 'id'])
@Index('review_import_open', { synchronize: false })
@Index('review_import_of_blob', ['sha256'])
export class ReviewImportEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'review_import_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'review_import_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text', { default: 'waiting' }) status!: string;
  @Column('text') name!: string;
  @Column('text') sha256!: string;
  @Column('bigint') bytes!: number;
  @Column('integer', { default: 0 }) read!: number;
  @Column('integer', { default: 0 }) added!: number;
  @Column('integer', { default: 0 }) updated!: number;
  @Column('integer', { default: 0 }) unchanged!: number;
  @Column('integer', { default: 0 }) skipped!: number;
  @Column('jsonb', { default: [] }) faults!: unknown;
  @Column('text', { ...maybe }) failure!: string | null;
  @Column('integer', { default: 0 }) fence!: number;
  @Column({ ...instant, ...maybe }) leaseUntil!: Date | null;
  @Column(now) createdAt!: Date;
  @Column('jsonb') createdBy!: unknown;
  @Column({ ...instant, ...maybe }) finishedAt!: Date | null;
}

@Entity('imported_review')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'imported_review_newsroom_fkey' })
@ForeignKey('review_import', ['newsroom', 'importId'], ['newsroom', 'id'], { name: 'imported_review_import' })
@Index('imported_review_identity', ['newsroom', 'identity'], { unique: true })
@Index('imported_review_by_entry', ['newsroom', 'createdAt', 'id'])
@Index('imported_review_by_url', ['newsroom', 'url'])
@Index('imported_review_of_import', ['newsroom', 'importId'])
export class ImportedReviewEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'imported_review_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'imported_review_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('bytea') identity!: Buffer;
  @Column('bytea') digest!: Buffer;
  @Column('text') url!: string;
  @Column('text') author!: string;
  @Column('text', { ...maybe }) authorUrl!: string | null;
  @Column('text') claimReviewed!: string;
  @Column('text', { ...maybe }) title!: string | null;
  @Column('text', { ...maybe }) claimant!: string | null;
  @Column('text', { ...maybe }) language!: string | null;
  @Column({ ...instant, ...maybe }) publishedAt!: Date | null;
  @Column('text', { ...maybe }) ratingName!: string | null;
  @Column('double precision', { ...maybe }) ratingValue!: number | null;
  @Column('double precision', { ...maybe }) ratingBest!: number | null;
  @Column('double precision', { ...maybe }) ratingWorst!: number | null;
  @Column('text', { array: true, default: [] }) appearances!: string[];
  @Column('uuid') importId!: string;
  @Column(now) createdAt!: Date;
  @Column(now) updatedAt!: Date;
  @Column({ ...instant, ...maybe }) withdrawnAt!: Date | null;
}
