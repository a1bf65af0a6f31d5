import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const maybe = { type: 'timestamptz', precision: 3, nullable: true } as const;

/**
 * What waits, once under the empty label and once under each of its own. A trigger on `claim` writes it, and nobody else: a
 * row is there while its claim has an open seat. Empty desk: nobody's; empty language: none known.
 */
@Entity('waiting')
@Index('waiting_of_desk', { synchronize: false })
@Index('waiting_in_language', { synchronize: false })
export class WaitingEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'waiting_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'waiting_pk' }) claimId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'waiting_pk' }) label!: string;
  @Column('text') desk!: string;
  /** The language without its region. */
  @Column('text') tongue!: string;
  /** In lower case. */
  @Column('text') language!: string;
  /** The priority, one up while it is live and open again. */
  @Column('integer') rank!: number;
  @Column(maybe) dueAt!: Date | null;
  @Column('real', { nullable: true }) score!: number | null;
  @Column({ type: 'timestamptz', precision: 3 }) createdAt!: Date;
}
