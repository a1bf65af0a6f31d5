import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const now = { type: 'timestamptz', precision: 3, default: () => 'app.now()' } as const;

@Entity('conflict')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'conflict_newsroom_fkey' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'conflict_person' })
@Check('conflict_kind', `kind IN ('claimant', 'label', 'outlet')`)
@Check('conflict_span', 'until_at IS NULL OR until_at >= from_at')
@Index('conflict_once', { synchronize: false })
@Index('conflict_of_person', ['newsroom', 'personId', 'recordedAt', 'id'])
export class ConflictEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'conflict_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'conflict_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('uuid') personId!: string;
  @Column('text') kind!: string;
  @Column('text') name!: string;
  @Column('text') key!: string;
  @Column('text') reason!: string;
  @Column(now) fromAt!: Date;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) untilAt!: Date | null;
  @Column('uuid', { nullable: true }) recordedBy!: string | null;
  @Column(now) recordedAt!: Date;
}
