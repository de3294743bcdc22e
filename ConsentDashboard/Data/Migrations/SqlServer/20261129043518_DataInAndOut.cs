using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ConsentDashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class DataInAndOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "CancelRequested",
                table: "ImportBatches",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte>(
                name: "Cells",
                table: "ImportBatches",
                type: "tinyint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<string>(
                name: "ClaimedBy",
                table: "ImportBatches",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ClaimedUntil",
                table: "ImportBatches",
                type: "datetime2(3)",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<string>(
                name: "CreatedByName",
                table: "ImportBatches",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "DefaultRegion",
                table: "ImportBatches",
                type: "varchar(2)",
                unicode: false,
                maxLength: 2,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "FailureDetails",
                table: "ImportBatches",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FailureKey",
                table: "ImportBatches",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FileSize",
                table: "ImportBatches",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "FinishedAt",
                table: "ImportBatches",
                type: "datetime2(3)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Mapping",
                table: "ImportBatches",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "RunCounts",
                table: "ImportBatches",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "SourceName",
                table: "ImportBatches",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte>(
                name: "Stage",
                table: "ImportBatches",
                type: "tinyint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<DateTime>(
                name: "StartedAt",
                table: "ImportBatches",
                type: "datetime2(3)",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "TriedAt",
                table: "ImportBatches",
                type: "datetime2(3)",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TriedAtSeq",
                table: "ImportBatches",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "TriedCounts",
                table: "ImportBatches",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "TriedDigest",
                table: "ImportBatches",
                type: "binary(32)",
                fixedLength: true,
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "UndoneAt",
                table: "ImportBatches",
                type: "datetime2(3)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "UndoneBy",
                table: "ImportBatches",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WordingLanguage",
                table: "ImportBatches",
                type: "varchar(20)",
                unicode: false,
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "CreatedBy",
                table: "ExportJobs",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                collation: "Latin1_General_100_BIN2",
                oldClrType: typeof(string),
                oldType: "nvarchar(100)",
                oldMaxLength: 100);

            migrationBuilder.AddColumn<bool>(
                name: "CancelRequested",
                table: "ExportJobs",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "ClaimedBy",
                table: "ExportJobs",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ClaimedUntil",
                table: "ExportJobs",
                type: "datetime2(3)",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<int>(
                name: "Columns",
                table: "ExportJobs",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ColumnsReason",
                table: "ExportJobs",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "CreatedByName",
                table: "ExportJobs",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "DecidedAt",
                table: "ExportJobs",
                type: "datetime2(3)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedBy",
                table: "ExportJobs",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecidedByName",
                table: "ExportJobs",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DecisionNote",
                table: "ExportJobs",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Done",
                table: "ExportJobs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "Downloads",
                table: "ExportJobs",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "ExpectedRows",
                table: "ExportJobs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "FailureDetails",
                table: "ExportJobs",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FailureKey",
                table: "ExportJobs",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FileSize",
                table: "ExportJobs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "FilterWords",
                table: "ExportJobs",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "FinishedAt",
                table: "ExportJobs",
                type: "datetime2(3)",
                nullable: true);

            migrationBuilder.AddColumn<byte>(
                name: "Format",
                table: "ExportJobs",
                type: "tinyint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<bool>(
                name: "NeedsApproval",
                table: "ExportJobs",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "SeedId",
                table: "ExportJobs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SegmentId",
                table: "ExportJobs",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SegmentVersion",
                table: "ExportJobs",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StartedAt",
                table: "ExportJobs",
                type: "datetime2(3)",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Total",
                table: "ExportJobs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AlterColumn<long>(
                name: "SubscriberId",
                table: "ExportItems",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.CreateTable(
                name: "ExportSeeds",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PublicId = table.Column<long>(type: "bigint", nullable: false),
                    Recipient = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    NumberCipher = table.Column<byte[]>(type: "varbinary(100)", maxLength: 100, nullable: false),
                    IsActive = table.Column<bool>(type: "bit", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    CreatedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExportSeeds", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ImportProfiles",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PublicId = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Mapping = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    UpdatedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportProfiles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReportSchedules",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PublicId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<byte>(type: "tinyint", nullable: false),
                    SenderId = table.Column<long>(type: "bigint", nullable: true),
                    Period = table.Column<byte>(type: "tinyint", nullable: false),
                    Cron = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    TimeZone = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Language = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    IsActive = table.Column<bool>(type: "bit", nullable: false),
                    LastDueAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    CreatedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    CreatedByName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReportSchedules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReportSchedules_Senders_SenderId",
                        column: x => x.SenderId,
                        principalTable: "Senders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Segments",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PublicId = table.Column<long>(type: "bigint", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Description = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    OwnedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    OwnerName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    IsShared = table.Column<bool>(type: "bit", nullable: false),
                    CurrentVersion = table.Column<int>(type: "int", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    ArchivedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Segments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SendCounts",
                columns: table => new
                {
                    SubscriberId = table.Column<long>(type: "bigint", nullable: false),
                    SenderId = table.Column<long>(type: "bigint", nullable: false),
                    Channel = table.Column<byte>(type: "tinyint", nullable: false),
                    MessageType = table.Column<byte>(type: "tinyint", nullable: false),
                    Day = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    Count = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SendCounts", x => new { x.SubscriberId, x.SenderId, x.Channel, x.MessageType, x.Day });
                    table.ForeignKey(
                        name: "FK_SendCounts_Subscribers_SubscriberId",
                        column: x => x.SubscriberId,
                        principalTable: "Subscribers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SendTotals",
                columns: table => new
                {
                    SenderId = table.Column<long>(type: "bigint", nullable: false),
                    Channel = table.Column<byte>(type: "tinyint", nullable: false),
                    MessageType = table.Column<byte>(type: "tinyint", nullable: false),
                    Day = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    Messages = table.Column<long>(type: "bigint", nullable: false),
                    ToUnknown = table.Column<long>(type: "bigint", nullable: false),
                    WithoutPermission = table.Column<long>(type: "bigint", nullable: false),
                    OverPromise = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SendTotals", x => new { x.SenderId, x.Channel, x.MessageType, x.Day });
                    table.ForeignKey(
                        name: "FK_SendTotals_Senders_SenderId",
                        column: x => x.SenderId,
                        principalTable: "Senders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReportRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<byte>(type: "tinyint", nullable: false),
                    Parameters = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Language = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false),
                    ScheduleId = table.Column<long>(type: "bigint", nullable: true),
                    FileSize = table.Column<long>(type: "bigint", nullable: false),
                    Checksum = table.Column<byte[]>(type: "binary(32)", fixedLength: true, maxLength: 32, nullable: true),
                    Downloads = table.Column<int>(type: "int", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime2(3)", nullable: true),
                    PublicId = table.Column<long>(type: "bigint", nullable: false),
                    Status = table.Column<byte>(type: "tinyint", nullable: false),
                    Total = table.Column<long>(type: "bigint", nullable: false),
                    Done = table.Column<long>(type: "bigint", nullable: false),
                    FailureKey = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    FailureDetails = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    CancelRequested = table.Column<bool>(type: "bit", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    CreatedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    CreatedByName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: true),
                    ClaimedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    ClaimedUntil = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReportRuns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReportRuns_ReportSchedules_ScheduleId",
                        column: x => x.ScheduleId,
                        principalTable: "ReportSchedules",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SegmentVersions",
                columns: table => new
                {
                    SegmentId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Definition = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(3)", nullable: false),
                    CreatedBy = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    CreatedByName = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SegmentVersions", x => new { x.SegmentId, x.Number });
                    table.ForeignKey(
                        name: "FK_SegmentVersions_Segments_SegmentId",
                        column: x => x.SegmentId,
                        principalTable: "Segments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ImportBatches_Status_ClaimedUntil",
                table: "ImportBatches",
                columns: new[] { "Status", "ClaimedUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_ExportJobs_CreatedBy_CreatedAt",
                table: "ExportJobs",
                columns: new[] { "CreatedBy", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ExportJobs_Status_ClaimedUntil",
                table: "ExportJobs",
                columns: new[] { "Status", "ClaimedUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_ExportSeeds_PublicId",
                table: "ExportSeeds",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ImportProfiles_Name",
                table: "ImportProfiles",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReportRuns_PublicId",
                table: "ReportRuns",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReportRuns_ScheduleId",
                table: "ReportRuns",
                column: "ScheduleId");

            migrationBuilder.CreateIndex(
                name: "IX_ReportRuns_Status_ClaimedUntil",
                table: "ReportRuns",
                columns: new[] { "Status", "ClaimedUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_ReportSchedules_PublicId",
                table: "ReportSchedules",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReportSchedules_SenderId",
                table: "ReportSchedules",
                column: "SenderId");

            migrationBuilder.CreateIndex(
                name: "IX_Segments_PublicId",
                table: "Segments",
                column: "PublicId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SendCounts_Day",
                table: "SendCounts",
                column: "Day");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ExportSeeds");

            migrationBuilder.DropTable(
                name: "ImportProfiles");

            migrationBuilder.DropTable(
                name: "ReportRuns");

            migrationBuilder.DropTable(
                name: "SegmentVersions");

            migrationBuilder.DropTable(
                name: "SendCounts");

            migrationBuilder.DropTable(
                name: "SendTotals");

            migrationBuilder.DropTable(
                name: "ReportSchedules");

            migrationBuilder.DropTable(
                name: "Segments");

            migrationBuilder.DropIndex(
                name: "IX_ImportBatches_Status_ClaimedUntil",
                table: "ImportBatches");

            migrationBuilder.DropIndex(
                name: "IX_ExportJobs_CreatedBy_CreatedAt",
                table: "ExportJobs");

            migrationBuilder.DropIndex(
                name: "IX_ExportJobs_Status_ClaimedUntil",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "CancelRequested",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "Cells",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "ClaimedBy",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "ClaimedUntil",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "CreatedByName",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "DefaultRegion",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "FailureDetails",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "FailureKey",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "FileSize",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "FinishedAt",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "Mapping",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "RunCounts",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "SourceName",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "Stage",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "StartedAt",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "TriedAt",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "TriedAtSeq",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "TriedCounts",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "TriedDigest",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "UndoneAt",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "UndoneBy",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "WordingLanguage",
                table: "ImportBatches");

            migrationBuilder.DropColumn(
                name: "CancelRequested",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "ClaimedBy",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "ClaimedUntil",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "Columns",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "ColumnsReason",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "CreatedByName",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "DecidedAt",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "DecidedBy",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "DecidedByName",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "DecisionNote",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "Done",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "Downloads",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "ExpectedRows",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "FailureDetails",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "FailureKey",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "FileSize",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "FilterWords",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "FinishedAt",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "Format",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "NeedsApproval",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "SeedId",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "SegmentId",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "SegmentVersion",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "StartedAt",
                table: "ExportJobs");

            migrationBuilder.DropColumn(
                name: "Total",
                table: "ExportJobs");

            migrationBuilder.AlterColumn<string>(
                name: "CreatedBy",
                table: "ExportJobs",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "nvarchar(100)",
                oldMaxLength: 100,
                oldCollation: "Latin1_General_100_BIN2");

            migrationBuilder.AlterColumn<long>(
                name: "SubscriberId",
                table: "ExportItems",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);
        }
    }
}
