import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3 } as const;
const now = { ...instant, default: () => 'app.now()' } as const;

@Entity('mail')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'mail_newsroom_fkey' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'mail_person' })
@Check('mail_state', `state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')`)
@Check('mail_lease', `(state = 'sending') = (leased_until IS NOT NULL)`)
@Index('mail_to_send', { synchronize: false })
@Index('mail_under_way', { synchronize: false })
@Index('mail_of_person', ['newsroom', 'personId'])
export class MailEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'mail_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'mail_pk' }) id!: string;
  @Column('uuid') personId!: string;
  @Column('boolean') digest!: boolean;
  @Column('text', { default: 'waiting' }) state!: string;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column(now) nextAttemptAt!: Date;
  @Column('integer', { default: 0 }) fence!: number;
  @Column({ ...instant, nullable: true }) leasedUntil!: Date | null;
  /** A class, never what the server said: that may name an address. */
  @Column('text', { nullable: true }) lastError!: string | null;
  @Column(now) createdAt!: Date;
  @Column({ ...instant, nullable: true }) endedAt!: Date | null;
}
