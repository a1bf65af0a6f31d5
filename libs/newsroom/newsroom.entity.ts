import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Calendar } from './calendar.rules.js';
import type { Permission, Role } from './permissions.rules.js';
import type { PolicyBody } from './policy.rules.js';
import type { Rating } from './rating-scale.rules.js';

const instant = { type: 'timestamptz', precision: 3, default: () => 'app.now()' } as const;

@Entity('newsroom')
@Unique('newsroom_slug_key', ['slug'])
@Check('newsroom_slug_check', `slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'`)
export class Newsroom {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'newsroom_pkey' }) id!: string;
  /** Short name, as in addresses. */
  @Column('text') slug!: string;
  @Column('text') name!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column(instant) createdAt!: Date;
}

@Entity('person')
@Check('person_capacity_check', 'capacity >= 0')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'person_newsroom_fkey' })
@Index('person_email', { synchronize: false })
@Index('person_by_id', ['newsroom', 'createdAt', 'id'])
export class Person {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'person_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'person_pk' }) id!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) email!: string | null;
  @Column('text', { array: true }) roles!: Role[];
  @Column('integer', { default: 10 }) capacity!: number;
  @Column('text', { array: true, default: [] }) desks!: string[];
  /** The person in other systems: system -> id there. */
  @Column('jsonb', { default: {} }) externalIds!: Record<string, string>;
  @Column('boolean', { default: true }) active!: boolean;
  @Column('integer', { default: 1 }) version!: number;
  @Column(instant) createdAt!: Date;
}

@Entity('machine')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'machine_newsroom_fkey' })
@Index('machine_by_id', ['newsroom', 'createdAt', 'id'])
export class Machine {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'machine_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'machine_pk' }) id!: string;
  @Column('text') name!: string;
  @Column('boolean', { default: true }) active!: boolean;
  @Column('integer', { default: 1 }) version!: number;
  @Column(instant) createdAt!: Date;
}

@Entity('token')
@Unique('token_hash', ['hash'])
@Check('token_of_one', 'num_nonnulls(person_id, machine_id) = 1')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'token_newsroom_fkey' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'token_person' })
@ForeignKey('machine', ['newsroom', 'machineId'], ['newsroom', 'id'], { name: 'token_machine' })
@Index('token_by_person', ['newsroom', 'personId'])
@Index('token_by_machine', ['newsroom', 'machineId'])
export class Token {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'token_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'token_pk' }) id!: string;
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('uuid', { nullable: true }) machineId!: string | null;
  @Column('text') name!: string;
  /** The program that acts for the person under this token. */
  @Column('text', { nullable: true }) application!: string | null;
  /** SHA-256 of the token; the token itself is never stored. */
  @Column('bytea') hash!: Buffer;
  /** Null: all that the person may. */
  @Column('text', { array: true, nullable: true }) scopes!: Permission[] | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) expiresAt!: Date | null;
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) revokedAt!: Date | null;
  /** To the hour. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true }) lastUsedAt!: Date | null;
  @Column(instant) createdAt!: Date;
}

@Entity('policy')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'policy_newsroom_fkey' })
export class PolicyVersion {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'policy_pk' }) newsroom!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'policy_pk' }) version!: number;
  @Column('jsonb') body!: PolicyBody;
  @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column(instant) createdAt!: Date;
}

@Entity('calendar')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'calendar_newsroom_fkey' })
export class CalendarVersion {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'calendar_pk' }) newsroom!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'calendar_pk' }) version!: number;
  @Column('jsonb') body!: Calendar;
  @Column('uuid', { nullable: true }) createdBy!: string | null;
  @Column(instant) createdAt!: Date;
}

@Entity('rating_scale')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'rating_scale_newsroom_fkey' })
@Index('rating_scale_default', { synchronize: false })
export class RatingScaleEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'rating_scale_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'rating_scale_pk' }) id!: string;
  @Column('integer', { default: 1 }) version!: number;
  @Column('text') name!: string;
  @Column('jsonb') ratings!: Rating[];
  @Column('boolean', { default: false }) isDefault!: boolean;
  @Column(instant) createdAt!: Date;
}
